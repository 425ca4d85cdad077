"""Make the tables and the page of the bare site: ``python prepare.py``, with DATABASE_URL set."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bare_wagtail.settings"

import django

django.setup()

from django.core.management import call_command
from wagtail.models import Page, Site

from bare_wagtail.models import BarePage

call_command("migrate", verbosity=0)
if not BarePage.objects.exists():
    page = Page.get_first_root_node().add_child(
        instance=BarePage(title="Bare page", slug="bare", text="A line of text.")
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
