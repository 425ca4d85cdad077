"""Served by the same server with the same number of processes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "bare_wagtail.settings"
application = get_wsgi_application()
