"""What makes two titles comparable: their characters and pairs of characters, kept by the database under an index."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import findings.likeness

STOCK = (
    "不到位|不规范|不严格|不深入|不彻底|不及时|不扎实|不经常|走过场|流于形式|有差距|"
    "不严|不力|不够|不高|不实|不足|有所|存在|缺失|虚化|突出|混乱|违规|问题|工作|落实|"
    "执行|制度|管理|把关|责任|情况|方面|进行|开展|未"
)
#: ``findings.likeness.signs`` in Python says the same of every text: the single characters, the pairs that begin at
#: every first of them, and the pairs that begin at every second.
FUNCTION = f"""
CREATE FUNCTION findings_signs(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(array_remove(string_to_array(
        regexp_replace(runs, '([^ ])', '\\1 ', 'g') || ' ' ||
        regexp_replace(runs, '([^ ]{{2}})', '\\1 ', 'g') || ' ' ||
        regexp_replace(regexp_replace(runs, '(^| )[^ ]', '\\1', 'g'), '([^ ]{{2}})', '\\1 ', 'g'), ' '), ''))
    FROM lower(regexp_replace(said, '{STOCK}|[^a-zA-Z㐀-䶵一-龥]+', ' ', 'g')) AS runs
$$
"""  # noqa: S608 - the words above


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0014_handover"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION findings_signs(text)"),
        migrations.AddField(
            model_name="finding",
            name="signs",
            field=models.GeneratedField(
                db_persist=True,
                expression=findings.likeness.Signs("title_text"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
                verbose_name="signs of the problem",
            ),
        ),
        # By itself the planner knows the hundred commonest signs and takes the rare ones, which are quick, for common.
        migrations.RunSQL(
            "ALTER TABLE findings_finding ALTER COLUMN signs SET STATISTICS 1000", migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            model_name="finding",
            index=django.contrib.postgres.indexes.GinIndex(fields=["signs"], name="findings_alike"),
        ),
    ]
