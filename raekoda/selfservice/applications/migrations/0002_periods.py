from datetime import date

from django.db import migrations

ALWAYS = date(2002, 1, 1)
DISPUTE = "Haldusmenetluse seadus § 75"
PROMISE = "Omavalitsuse vaikimisi lubadus; omavalitsus seab oma"
DECIDED = "Haldusmenetluse seadus § 5 lg 4: viivituseta; päevade arv on omavalitsuse vaikimisi lubadus"
KEPT = "Raamatupidamise seadus § 12: seitse aastat (kontrollida kehtivast redaktsioonist)"
TERMS = (("dispute", 30, DISPUTE), ("draft", 60, PROMISE), ("consent", 14, PROMISE))


def add(apps, schema_editor):
    term = apps.get_model("applications", "Term")
    for kind, days, source in TERMS:
        term.objects.create(kind=kind, days=days, valid_from=ALWAYS, source=source)
    apps.get_model("cases", "ClockRule").objects.create(
        kind="application",
        days=30,
        unit="calendar",
        extension_days=2,
        extension_unit="months",
        valid_from=ALWAYS,
        source=DECIDED,
    )
    apps.get_model("cases", "RetentionRule").objects.create(
        kind="application", days=7 * 366, valid_from=ALWAYS, source=KEPT
    )


def remove(apps, schema_editor):
    apps.get_model("applications", "Term").objects.filter(municipality=None).delete()
    for name in ("ClockRule", "RetentionRule"):
        apps.get_model("cases", name).objects.filter(municipality=None, kind="application").delete()


class Migration(migrations.Migration):
    """First periods of applications. They are rows, so that a change is a new row and old cases keep theirs."""

    dependencies = [("applications", "0001_initial"), ("cases", "0010_withdrawn")]
    operations = [migrations.RunPython(add, remove)]
