from datetime import date

from django.db import migrations

ALWAYS = date(1900, 1, 1)
SHORTER_FROM = date(2024, 12, 28)
LETTER = "Märgukirjale ja selgitustaotlusele vastamise ning kollektiivse pöördumise esitamise seadus (MSVS) § 6"
REQUEST = "Avaliku teabe seadus (AvTS) § 18, § 19"
KEPT = "Vaikimisi säilitustähtaeg; omavalitsus seab oma dokumentide loetelu järgi"
LETTER_KINDS = ("report", "memo", "enquiry", "complaint", "feedback")
KEPT_DAYS = 1826


def add(apps, schema_editor):
    rule = apps.get_model("cases", "ClockRule")
    extended = {"extension_days": 2, "extension_unit": "months", "source": LETTER}
    for kind in LETTER_KINDS:
        rule.objects.create(
            kind=kind, days=30, unit="calendar", valid_from=ALWAYS, valid_to=date(2024, 12, 27), **extended
        )
        rule.objects.create(kind=kind, days=15, unit="calendar", valid_from=SHORTER_FROM, **extended)
    rule.objects.create(
        kind="information_request",
        days=5,
        unit="working",
        extension_days=15,
        extension_unit="working",
        extension_is_total=True,
        valid_from=ALWAYS,
        source=REQUEST,
    )
    retention = apps.get_model("cases", "RetentionRule")
    for kind in (*LETTER_KINDS, "information_request"):
        retention.objects.create(kind=kind, days=KEPT_DAYS, valid_from=ALWAYS, source=KEPT)


def remove(apps, schema_editor):
    apps.get_model("cases", "ClockRule").objects.filter(municipality=None).delete()
    apps.get_model("cases", "RetentionRule").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    """The law's periods (rows, so that a change of the law is a new row), and a first retention period."""

    dependencies = [("cases", "0003_clock")]
    operations = [migrations.RunPython(add, remove)]
