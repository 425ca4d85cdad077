"""Django as a WSGI application, loaded whole."""

import gc
import os

gc.disable()  # almost all that is made while loading stays

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - all pages are loaded before the first request
connections.close_all()  # processes are forked from the one that has loaded this; a connection belongs to one process
gc.enable()
gc.collect()
gc.freeze()  # loaded modules are never freed: not scanning them saves time, and forked processes share their memory
