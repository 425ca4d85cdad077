from datetime import date

from django.db import migrations

ALWAYS = date(1900, 1, 1)
LINES = (
    ("112", "Hädaabinumber: kiirabi, päästjad, politsei", "Emergency number: ambulance, rescue, police",
     "Номер экстренной помощи: скорая, спасатели, полиция", "danger distress child violence",
     "Euroopa ühtne hädaabinumber 112"),
    ("116 006", "Ohvriabi kriisitelefon", "Victim support crisis line", "Кризисный телефон помощи жертвам",
     "distress violence", "Euroopa ühtne ohvriabinumber 116 006"),
    ("116 111", "Lasteabi telefon", "Children's helpline", "Телефон помощи детям", "distress child violence",
     "Euroopa ühtne lasteabinumber 116 111"),
)  # fmt: skip


def add(apps, schema_editor):
    for order, (number, et, en, ru, situations, source) in enumerate(LINES):
        apps.get_model("assistant", "HelpLine").objects.create(
            number=number, name_et=et, name_en=en, name_ru=ru, situations=situations, order=order, source=source,
            valid_from=ALWAYS,
        )  # fmt: skip


def remove(apps, schema_editor):
    apps.get_model("assistant", "HelpLine").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    """The numbers that are the same in the whole country."""

    dependencies = [("assistant", "0005_helpline")]
    operations = [migrations.RunPython(add, remove)]
