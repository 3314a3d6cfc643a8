"""The history keeps itself: nothing in it can be changed, and every line is chained when its transaction commits.

The link is made in a deferred constraint trigger, so that many writers wait for each other only at the very end
(in an ordinary row trigger they deadlock). ``casework_line`` writes exactly what ``casework.history.line`` does.
"""

from django.db import migrations

HISTORY = r"""
CREATE FUNCTION casework_event_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only a demo or a test may say when something happened.
    IF NOT EXISTS (SELECT 1 FROM casework_database WHERE use IN ('demo', 'test')) THEN
        NEW.at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_clock BEFORE INSERT ON casework_event FOR EACH ROW EXECUTE FUNCTION casework_event_clock();

CREATE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND EXISTS (SELECT 1 FROM casework_database WHERE use = 'test') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the history is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON casework_event
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER event_not_truncated BEFORE TRUNCATE ON casework_event
    FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER link_append_only BEFORE UPDATE OR DELETE ON casework_link
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER link_not_truncated BEFORE TRUNCATE ON casework_link
    FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER remark_append_only BEFORE UPDATE OR DELETE ON casework_remark
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();

CREATE FUNCTION casework_line(e casework_event) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(char_length(v) || ':' || v, '' ORDER BY n)
    FROM unnest(ARRAY[
        e.id::text, e.case_id::text, e.thing_kind, e.thing_id::text, e.move,
        coalesce(e.actor_id::text, ''), e.acting, to_char(e.on, 'YYYY-MM-DD'),
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        e.from_stage, e.to_stage, e.version::text, array_to_string(e.changed, ','), e.digest, e.remark_digest
    ]) WITH ORDINALITY AS parts(v, n)
$$;

CREATE FUNCTION casework_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    last casework_link%ROWTYPE;
    next bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(20180815);  -- one writer at a time, held only while committing
    SELECT * INTO last FROM casework_link ORDER BY seq DESC LIMIT 1;
    next := coalesce(last.seq, 0) + 1;
    INSERT INTO casework_link (seq, event_id, hash) VALUES (
        next, NEW.id,
        encode(sha256(convert_to(coalesce(last.hash, '') || '|' || next || '|' || casework_line(NEW), 'UTF8')), 'hex')
    );
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_linked AFTER INSERT ON casework_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_link();
"""

GONE = """
DROP TRIGGER event_linked ON casework_event;
DROP FUNCTION casework_link();
DROP FUNCTION casework_line(casework_event);
DROP TRIGGER remark_append_only ON casework_remark;
DROP TRIGGER link_not_truncated ON casework_link;
DROP TRIGGER link_append_only ON casework_link;
DROP TRIGGER event_not_truncated ON casework_event;
DROP TRIGGER event_append_only ON casework_event;
DROP FUNCTION casework_append_only();
DROP TRIGGER event_clock ON casework_event;
DROP FUNCTION casework_event_clock();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [migrations.RunSQL(HISTORY, GONE)]
