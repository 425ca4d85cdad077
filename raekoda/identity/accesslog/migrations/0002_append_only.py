from django.db import migrations

FORWARD = """
CREATE FUNCTION tracker_look_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Looks at data are append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER look_no_change BEFORE UPDATE OR DELETE ON tracker_look
    FOR EACH ROW EXECUTE FUNCTION tracker_look_is_append_only();
CREATE TRIGGER look_no_truncate BEFORE TRUNCATE ON tracker_look
    FOR EACH STATEMENT EXECUTE FUNCTION tracker_look_is_append_only();
"""
BACKWARD = """
DROP TRIGGER look_no_truncate ON tracker_look;
DROP TRIGGER look_no_change ON tracker_look;
DROP FUNCTION tracker_look_is_append_only();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change, delete or truncate what was looked at."""

    dependencies = [("tracker", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
