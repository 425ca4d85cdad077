"""A mark that changes with every change of the areas, so that each process knows when to read them anew."""

from django.db import migrations

TRIGGER = """
INSERT INTO places_areaversion (id, version) VALUES (1, gen_random_uuid()::text);
CREATE FUNCTION places_area_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO places_areaversion (id, version) VALUES (1, gen_random_uuid()::text)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
CREATE TRIGGER area_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_area
    FOR EACH STATEMENT EXECUTE FUNCTION places_area_changed();
"""
UNDO = "DROP TRIGGER area_changed ON places_area; DROP FUNCTION places_area_changed();"


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGER, UNDO)]
