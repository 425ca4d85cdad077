"""Paths of the JSON API."""

from __future__ import annotations

from django.urls import path, re_path

from raekoda.api import docs, serving
from raekoda.api.api import api

_patterns, _app, _namespace = api.urls

app_name = "api"
urlpatterns = [
    path("", docs.reference, name="reference"),
    *serving.wrapped([pattern for pattern in _patterns if pattern.name != "api-root"]),
    re_path(r"^.*$", serving.nothing_here),
]
