"""The history's line leaves nothing out; files and powers stand in it; a business day is never far from the clock."""

from django.db import migrations, models

LINE = r"""
CREATE OR REPLACE FUNCTION casework_line(e casework_event) RETURNS text LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT string_agg(char_length(v) || ':' || v, '' ORDER BY n)
    FROM unnest(ARRAY[
        e.id::text, e.case_id::text, e.thing_kind, e.thing_id::text, e.move,
        coalesce(e.actor_id::text, ''), e.acting, to_char(e.on, 'YYYY-MM-DD'),
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        e.from_stage, e.to_stage, e.version::text,
        coalesce((SELECT string_agg(char_length(c) || ':' || c, '' ORDER BY m)
                  FROM unnest(e.changed) WITH ORDINALITY AS names(c, m)), ''),
        e.digest, e.remark_digest, e.files_digest, coalesce(':' || e.form_key, '')
    ]) WITH ORDINALITY AS parts(v, n)
$$;

CREATE OR REPLACE FUNCTION casework_event_clock() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    -- Only a demo or a test may say when something happened.
    IF NOT EXISTS (SELECT 1 FROM casework_database WHERE use IN ('demo', 'test')) THEN
        NEW.at := clock_timestamp();
        IF abs(NEW.on - (NEW.at AT TIME ZONE 'UTC')::date) > 1 THEN
            RAISE EXCEPTION 'a move is made today, not on %', NEW.on USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER remark_not_truncated BEFORE TRUNCATE ON casework_remark
    FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""

BEFORE = r"""
DROP TRIGGER remark_not_truncated ON casework_remark;

CREATE OR REPLACE FUNCTION casework_event_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM casework_database WHERE use IN ('demo', 'test')) THEN
        NEW.at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION casework_line(e casework_event) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(char_length(v) || ':' || v, '' ORDER BY n)
    FROM unnest(ARRAY[
        e.id::text, e.case_id::text, e.thing_kind, e.thing_id::text, e.move,
        coalesce(e.actor_id::text, ''), e.acting, to_char(e.on, 'YYYY-MM-DD'),
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        e.from_stage, e.to_stage, e.version::text, array_to_string(e.changed, ','), e.digest, e.remark_digest
    ]) WITH ORDINALITY AS parts(v, n)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_history")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="files_digest",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="digest of the files"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attachment",
            name="seal",
            field=models.CharField(
                default="", help_text="keyed digest of the row, with what it lies with", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(LINE, BEFORE),
    ]
