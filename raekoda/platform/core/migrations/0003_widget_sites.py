from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_journal_append_only")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="widget_sites",
            field=models.TextField(
                blank=True,
                default="",
                help_text="One address a line. Empty: any site.",
                verbose_name="sites that may show the assistant",
            ),
            preserve_default=False,
        ),
    ]
