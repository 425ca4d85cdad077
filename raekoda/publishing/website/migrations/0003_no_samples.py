"""Takes away what Wagtail's own migrations put there for a start: the welcome page, its site, two groups, a workflow.

The groups would hold rights over the pages of every municipality.
"""

from django.db import migrations


def remove_samples(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    welcome = Page.objects.filter(depth=2, slug="home", url_path="/home/", numchild=0, content_type__model="page")
    Site.objects.filter(is_default_site=True, root_page__in=welcome).delete()
    if welcome.exists():
        welcome.delete()
        Page.objects.filter(depth=1).update(numchild=Page.objects.filter(depth=2).count())
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0002_site"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(remove_samples, migrations.RunPython.noop)]
