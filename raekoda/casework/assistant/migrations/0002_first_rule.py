from datetime import date

from django.db import migrations

ALWAYS = date(1900, 1, 1)
KEPT_DAYS = 365
SOURCE = "Vaikimisi säilitustähtaeg ilma õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi"


def add(apps, schema_editor):
    apps.get_model("assistant", "AnswerRule").objects.create(kept_days=KEPT_DAYS, valid_from=ALWAYS, source=SOURCE)


def remove(apps, schema_editor):
    apps.get_model("assistant", "AnswerRule").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    """A first period for which questions are kept."""

    dependencies = [("assistant", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
