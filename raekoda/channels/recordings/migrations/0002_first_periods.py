from datetime import date

from django.db import migrations

ALWAYS = date(1900, 1, 1)
KEPT = "Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi"
DAYS = {"audio": 30, "document": 90}


def add(apps, schema_editor):
    period = apps.get_model("recordings", "RetentionPeriod")
    for kind, days in DAYS.items():
        period.objects.create(kind=kind, days=days, valid_from=ALWAYS, source=KEPT)


def remove(apps, schema_editor):
    apps.get_model("recordings", "RetentionPeriod").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    """A first period for which files are kept; a municipality's own is a new row."""

    dependencies = [("recordings", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
