"""A mark that changes with every change of the areas, so that each process knows when to read them anew."""

from django.db import migrations, models

TRIGGER = """
INSERT INTO places_areaversion (id, version) VALUES (1, gen_random_uuid()::text);
CREATE FUNCTION places_area_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE places_areaversion SET version = gen_random_uuid()::text WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER area_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_area
    FOR EACH STATEMENT EXECUTE FUNCTION places_area_changed();
"""
UNDO = "DROP TRIGGER area_changed ON places_area; DROP FUNCTION places_area_changed();"


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AreaVersion",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=36)),
            ],
        ),
        migrations.RunSQL(TRIGGER, UNDO),
    ]
