from django.db import migrations

WORDS = {
    "child": """laps lööma
laps peksma
laps vägivald
laps väärkohtlema
laps ahistama
laps hooletus
laps näljane
laps verevalum
laps kuritarvitama
lastekaitse
child beat
child hit
child abuse
child neglect
child hungry
child bruise
child protection
ребёнок бить
ребёнок избивать
ребёнок насилие
ребёнок голодный
ребёнок синяк
защита ребёнок""",
    "social": """perevägivald
koduvägivald
lähisuhtevägivald
naine peksma
ema peksma
isa peksma
domestic violence
husband beat
wife beat
домашний насилие
муж бить
жена бить""",
    "health": """enesetapp
enesetapumõte
suitsiid
tapma enese
psüühikahäire
suicide
suicidal
kill myself
самоубийство
покончить себя
психический расстройство""",
}


def add_words(apps, schema_editor):
    """Common words, which a municipality supplements or switches off."""
    rules = apps.get_model("cases", "SensitivityRule")
    for category, words in WORDS.items():
        rules.objects.create(category=category, words=words)


def set_levels(apps, schema_editor):
    """Levels by kind; a person may set another one on each case."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET sensitivity = 'personal' WHERE kind = 'application'")
        cursor.execute(
            "UPDATE cases_case SET sensitivity = 'open' WHERE kind IN ('report', 'feedback') AND NOT is_restricted"
        )


class Migration(migrations.Migration):
    """Words that make a case a special matter until a person decides, and the sensitivity of cases that are there."""

    dependencies = [("cases", "0011_sensitivity")]
    operations = [
        migrations.RunPython(add_words, migrations.RunPython.noop),
        migrations.RunPython(set_levels, migrations.RunPython.noop),
    ]
