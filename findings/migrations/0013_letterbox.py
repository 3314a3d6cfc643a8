"""The letter box: what strangers write, the portal only adds; it learns what it must know from two functions."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import casework.models.thing
import findings.models.letter

#: Both run as the owner and tell the portal, which may not read the tables, no more than a stranger may know: of a box
#: that is open its unit and its last day; of a receipt that is known when the letter came and what was written back.
#: A number that nobody was given and a wrong secret are the same question with the same answer: no row.
FUNCTIONS = """
CREATE FUNCTION findings_letter_box(asked_token text, asked_day date)
RETURNS TABLE (box text, unit text, closes_on date) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT b.key::text, o.name::text, b.closes_on
    FROM findings_letterbox b
    JOIN inspections_engagement e ON e.id = b.engagement_id
    JOIN accounts_organisation o ON o.id = e.unit_id
    WHERE b.token = asked_token AND b.stage = 'open' AND b.closes_on >= asked_day
        AND e.stage IN ('entered', 'withdrawn')
$$;
CREATE FUNCTION findings_letter_thread(asked_for text)
RETURNS TABLE (kind text, said text, on_day date, may_add boolean) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH petition AS (
        SELECT p.id, e.stage IN ('entered', 'withdrawn') AS at_work
        FROM findings_petition p JOIN inspections_engagement e ON e.id = p.engagement_id
        WHERE p.writer_key = asked_for AND asked_for <> ''
    ), lines (kind, said, on_day, place, id) AS (
        SELECT 'letter', '', l.on, 0, 0::bigint FROM findings_letter l WHERE l.receipt = asked_for AND l.box <> ''
        UNION ALL
        SELECT r.stage::text, r.text, r.on, 1, r.id FROM findings_letterreply r JOIN petition p ON p.id = r.petition_id
        UNION ALL
        SELECT 'added', '', a.on, 2, a.id FROM findings_letteraddition a JOIN petition p ON p.id = a.petition_id
        UNION ALL
        SELECT 'added', '', l.on, 3, 0::bigint FROM findings_letter l
        WHERE l.receipt = asked_for AND l.box = '' AND l.taken_at IS NULL
    )
    SELECT l.kind, l.said, l.on_day, coalesce((SELECT p.at_work FROM petition p), true)
    FROM lines l
    WHERE EXISTS (SELECT 1 FROM findings_letter t WHERE t.receipt = asked_for AND t.box <> '')
    ORDER BY l.on_day, l.place, l.id
$$;
REVOKE ALL ON FUNCTION findings_letter_box(text, date) FROM PUBLIC;
REVOKE ALL ON FUNCTION findings_letter_thread(text) FROM PUBLIC;
"""
GONE = """
DROP FUNCTION findings_letter_thread(text);
DROP FUNCTION findings_letter_box(text, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_own"),
        ("findings", "0012_discipline"),
        ("inspections", "0014_discipline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("box", models.CharField(blank=True, max_length=16)),
                ("receipt", models.CharField(db_index=True, max_length=64)),
                ("on", models.DateField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField(blank=True)),
                ("about_name", models.CharField(blank=True, max_length=60)),
                ("about_post", models.CharField(blank=True, max_length=80)),
                ("reporter_name", models.CharField(blank=True, max_length=60)),
                ("reporter_unit", models.CharField(blank=True, max_length=120)),
                ("reporter_phone", models.CharField(blank=True, max_length=120)),
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
            },
        ),
        migrations.CreateModel(
            name="LetterAddition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[("came", "to be read"), ("read", "read by the team")],
                        default="came",
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                ("text", models.TextField(verbose_name="added by the writer")),
                ("on", models.DateField(editable=False, verbose_name="added on")),
            ],
            options={
                "verbose_name": "addition of a letter writer",
                "verbose_name_plural": "additions of letter writers",
            },
        ),
        migrations.CreateModel(
            name="LetterBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[("open", "open for letters"), ("closed", "closed for letters")],
                        default="open",
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=findings.models.letter.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                        verbose_name="code in the address",
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="last day for letters")),
            ],
            options={
                "verbose_name": "letter box",
                "verbose_name_plural": "letter boxes",
            },
        ),
        migrations.CreateModel(
            name="LetterFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
            ],
            options={
                "verbose_name": "file of a letter",
                "verbose_name_plural": "files of letters",
            },
        ),
        migrations.CreateModel(
            name="LetterReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("asked", "asked, no answer yet"),
                            ("answered", "answered by the writer"),
                            ("lapsed", "no answer came"),
                            ("told", "told to the writer"),
                        ],
                        default="asked",
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                ("text", models.TextField(verbose_name="written to the writer")),
                ("on", models.DateField(editable=False, verbose_name="written on")),
            ],
            options={
                "verbose_name": "word to a letter writer",
                "verbose_name_plural": "words to letter writers",
            },
        ),
        migrations.AddField(
            model_name="petition",
            name="wording",
            field=models.TextField(blank=True, editable=False, verbose_name="the letter's own words"),
        ),
        migrations.AddField(
            model_name="petition",
            name="writer_key",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="receipt of the writer"),
        ),
        migrations.AlterField(
            model_name="petition",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("writer_key", ""), _negated=True),
                fields=("writer_key",),
                name="one_petition_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("author__isnull", False), models.Q(("writer_key", ""), _negated=True), _connector="XOR"
                ),
                name="entered_by_somebody_or_a_letter",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=models.Q(("taken_at__isnull", True)), fields=["at"], name="letter_not_taken"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("box", ""), _negated=True), fields=("receipt",), name="one_letter_a_receipt"
            ),
        ),
        migrations.AddField(
            model_name="letteraddition",
            name="case",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="letteraddition",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="additions",
                to="findings.petition",
                verbose_name="entry of the petition register",
            ),
        ),
        migrations.AddField(
            model_name="letterbox",
            name="case",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="letterbox",
            name="engagement",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letter_box",
                to="inspections.engagement",
                verbose_name="engagement",
            ),
        ),
        migrations.AddField(
            model_name="letterfile",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="findings.letter"
            ),
        ),
        migrations.AddField(
            model_name="letterreply",
            name="case",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="letterreply",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="findings.petition",
                verbose_name="entry of the petition register",
            ),
        ),
        migrations.AddIndex(
            model_name="letteraddition",
            index=models.Index(fields=["petition", "stage"], name="addition_of_petition"),
        ),
        migrations.AddIndex(
            model_name="letterreply",
            index=models.Index(fields=["petition", "stage"], name="reply_of_petition"),
        ),
        migrations.RunSQL(FUNCTIONS, GONE),
    ]
