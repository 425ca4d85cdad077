"""Paths of the JSON API."""

from __future__ import annotations

from typing import Any

from django.urls import path, re_path

from raekoda.publishing.api import docs, serving
from raekoda.publishing.api.api import api

_patterns: Any = api.urls[0]

app_name = "api"
urlpatterns = [
    path("", docs.reference, name="reference"),
    *serving.wrap_patterns(_patterns),
    re_path(r"^.*$", serving.not_found),
]
