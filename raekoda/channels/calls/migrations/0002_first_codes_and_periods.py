from datetime import date

from django.db import migrations

ALWAYS = date(1900, 1, 1)
KEPT = "Raekoja vaikimisi säilitustähtaeg, õigusliku aluseta; omavalitsus seab oma dokumentide loetelu järgi"
HOURS = {"number": 24, "caller": 2 * 365 * 24, "note": 365 * 24}
CODES = [
    ("Vastatud kohe", "Answered at once", "Ответили сразу"),
    ("Pöördumine avatud", "Case opened", "Обращение открыто"),
    ("Suunatud mujale", "Sent elsewhere", "Направлено в другое место"),
    ("Lubatud tagasi helistada", "Call back promised", "Обещали перезвонить"),
    ("Küsis oma pöördumise kohta", "Asked about a case of theirs", "Спрашивали о своём обращении"),
    ("Teadaanne või kriis", "Notice or crisis", "Извещение или кризис"),
    ("Kaebus teeninduse kohta", "Complaint about service", "Жалоба на обслуживание"),
    ("Vale number või katkes", "Wrong number or cut off", "Ошибка номером или обрыв"),
    ("Muu", "Other", "Другое"),
]
CHOSEN = {1: "answered", 2: "case", 4: "promised"}


def add(apps, schema_editor):
    code = apps.get_model("calls", "WrapUpCode")
    for digit, (estonian, english, russian) in enumerate(CODES, 1):
        code.objects.create(
            digit=digit,
            name=estonian,
            name_et=estonian,
            name_en=english,
            name_ru=russian,
            chosen_when=CHOSEN.get(digit, ""),
            municipality=None,
        )
    period = apps.get_model("calls", "KeepingPeriod")
    for what, hours in HOURS.items():
        period.objects.create(what=what, hours=hours, valid_from=ALWAYS, source=KEPT)


def remove(apps, schema_editor):
    apps.get_model("calls", "WrapUpCode").objects.filter(municipality=None).delete()
    apps.get_model("calls", "KeepingPeriod").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    """Codes to begin with, and first periods of keeping; a municipality's own are new rows."""

    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
