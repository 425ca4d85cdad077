from django.db import migrations

FORWARD = """
CREATE FUNCTION core_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON core_journalentry
    FOR EACH ROW EXECUTE FUNCTION core_journal_is_append_only();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON core_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_journal_is_append_only();
"""
BACKWARD = """
DROP TRIGGER journal_no_truncate ON core_journalentry;
DROP TRIGGER journal_no_change ON core_journalentry;
DROP FUNCTION core_journal_is_append_only();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change, delete or truncate the journal."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
