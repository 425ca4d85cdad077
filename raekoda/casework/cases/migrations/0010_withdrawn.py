from django.db import migrations, models


class Migration(migrations.Migration):
    """An application may be withdrawn by who sent it."""

    dependencies = [("cases", "0009_persons")]
    operations = [
        migrations.AlterField(
            "case",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("solved", "solved"),
                    ("answered", "answered"),
                    ("planned", "will be done later"),
                    ("not_ours", "not the municipality's to solve"),
                    ("refused", "refused"),
                    ("no_answer_due", "left unanswered by law"),
                    ("duplicate", "already reported"),
                    ("withdrawn", "withdrawn by the sender"),
                ],
                max_length=14,
                verbose_name="outcome",
            ),
        ),
    ]
