from typing import Any

from django.db import migrations, models
from django.utils import timezone


def mark(apps: Any, schema_editor: Any) -> None:
    """Grants whose payment came back before this was kept wait for their account, too."""
    payouts = apps.get_model("applications", "Payout").objects
    living = payouts.filter(state__in=("ready", "paid"))
    came_back = payouts.filter(state="returned").exclude(grant__in=living.values("grant"))
    apps.get_model("applications", "Grant").objects.filter(pk__in=came_back.values("grant")).update(
        returned_at=timezone.now()
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_words_of_payment")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="returned_at",
            field=models.DateTimeField(
                blank=True,
                help_text="A payment came back: nothing is paid until the account is put right.",
                null=True,
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
