import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """When a job to send the letter was made, how a follower leaves, and an index of what waits."""

    dependencies = [("channels", "0001_initial"), ("cases", "0004_periods")]
    operations = [
        migrations.AddField(
            "letter",
            "handed_at",
            models.DateTimeField(blank=True, help_text="When a job to send it was last made.", null=True),
        ),
        migrations.AddField("letter", "leave_url", models.CharField(blank=True, max_length=300)),
        migrations.AlterField(
            "letter",
            "case",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="letters",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddIndex(
            "letter", models.Index(condition=models.Q(("status", "queued")), fields=["id"], name="letter_waiting")
        ),
    ]
