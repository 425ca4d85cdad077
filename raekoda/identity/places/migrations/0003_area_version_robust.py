"""The mark of the areas is made anew where its row is missing."""

from django.db import migrations

ROBUST = """
CREATE OR REPLACE FUNCTION places_area_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO places_areaversion (id, version) VALUES (1, gen_random_uuid()::text)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0002_area_version")]

    operations = [migrations.RunSQL(ROBUST, migrations.RunSQL.noop)]
