"""Paths of OGC API - Features, under ``/ogc/`` (and ``/en/ogc/``, ``/ru/ogc/``: names in that language)."""

from __future__ import annotations

from django.urls import path, re_path

from raekoda.publishing.features import endpoints

app_name = "features"

urlpatterns = [
    path("ogc", endpoints.landing),
    path("ogc/", endpoints.landing, name="landing"),
    path("ogc/api", endpoints.api, name="api"),
    path("ogc/api.html", endpoints.api_html, name="api_html"),
    path("ogc/conformance", endpoints.conformance, name="conformance"),
    path("ogc/collections", endpoints.collection_list, name="collections"),
    path("ogc/collections/<str:name>", endpoints.collection, name="collection"),
    path("ogc/collections/<str:name>/items", endpoints.items, name="items"),
    path("ogc/collections/<str:name>/items/<path:key>", endpoints.item, name="item"),
    re_path(r"^ogc/.*$", endpoints.not_found),
]
