from django.db import migrations

FORWARD = """
CREATE FUNCTION forms_version_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.published_by_id IS NULL
        AND ROW(NEW.id, NEW.municipality_id, NEW.form_id, NEW.number, NEW.definition, NEW.note, NEW.published_at)
        IS NOT DISTINCT FROM ROW(OLD.id, OLD.municipality_id, OLD.form_id, OLD.number, OLD.definition, OLD.note, OLD.published_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published version of a form never changes' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER form_version_no_change BEFORE UPDATE OR DELETE ON service_forms_formversion
    FOR EACH ROW EXECUTE FUNCTION forms_version_never_changes();
CREATE TRIGGER form_version_no_truncate BEFORE TRUNCATE ON service_forms_formversion
    FOR EACH STATEMENT EXECUTE FUNCTION forms_version_never_changes();
"""
BACKWARD = """
DROP TRIGGER form_version_no_truncate ON service_forms_formversion;
DROP TRIGGER form_version_no_change ON service_forms_formversion;
DROP FUNCTION forms_version_never_changes();
"""


class Migration(migrations.Migration):
    """The database refuses to change or delete a version; only who published it may be forgotten."""

    dependencies = [("service_forms", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
