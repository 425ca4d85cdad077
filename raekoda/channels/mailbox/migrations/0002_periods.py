from datetime import date

from django.db import migrations

ALWAYS = date(1900, 1, 1)
KEPT = "Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi"
DAYS = {"handled": 90, "other": 30}


def add(apps, schema_editor):
    period = apps.get_model("mailbox", "RetentionPeriod")
    for of, days in DAYS.items():
        period.objects.create(of=of, days=days, valid_from=ALWAYS, source=KEPT)


def remove(apps, schema_editor):
    apps.get_model("mailbox", "RetentionPeriod").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    """A first period for which letters are kept as they came; a municipality's own is a new row."""

    dependencies = [("mailbox", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
