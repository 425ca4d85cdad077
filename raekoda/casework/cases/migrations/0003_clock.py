import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    """Every case has a due day; the clock knows from when it runs and how long it stood still."""

    dependencies = [("cases", "0002_initial")]
    operations = [
        migrations.AddField(
            "case",
            "clock_from",
            models.DateField(
                default=datetime.date(2000, 1, 1),
                help_text="The day after which the period runs: of registration, or of reopening.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "case",
            "suspended_days",
            models.PositiveSmallIntegerField(
                default=0, help_text="How long the clock stood still, in the unit of the period."
            ),
        ),
        migrations.AlterField("case", "due_on", models.DateField(verbose_name="due")),
        migrations.AddField(
            "clockrule",
            "extension_is_total",
            models.BooleanField(
                default=False,
                help_text="Set: the extended period in all, from registration. Not set: added to the period.",
                verbose_name="the extension counts from registration",
            ),
        ),
        migrations.AlterField(
            "clockrule", "extension_days", models.PositiveSmallIntegerField(default=0, verbose_name="longest extension")
        ),
        migrations.AlterField(
            "clockrule",
            "unit",
            models.CharField(
                choices=[("calendar", "calendar days"), ("working", "working days"), ("months", "months")],
                max_length=8,
                verbose_name="counted in",
            ),
        ),
        migrations.AlterField(
            "clockrule",
            "extension_unit",
            models.CharField(
                choices=[("calendar", "calendar days"), ("working", "working days"), ("months", "months")],
                default="calendar",
                max_length=8,
                verbose_name="extension counted in",
            ),
        ),
    ]
