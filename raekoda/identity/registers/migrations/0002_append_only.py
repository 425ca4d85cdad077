from django.db import migrations

FORWARD = """
CREATE FUNCTION registers_query_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Queries of registers are append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER register_query_no_change BEFORE UPDATE OR DELETE ON registers_query
    FOR EACH ROW EXECUTE FUNCTION registers_query_is_append_only();
CREATE TRIGGER register_query_no_truncate BEFORE TRUNCATE ON registers_query
    FOR EACH STATEMENT EXECUTE FUNCTION registers_query_is_append_only();
"""
BACKWARD = """
DROP TRIGGER register_query_no_truncate ON registers_query;
DROP TRIGGER register_query_no_change ON registers_query;
DROP FUNCTION registers_query_is_append_only();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change, delete or truncate what was asked of registers."""

    dependencies = [("registers", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
