"""Registrations in Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from raekoda.registry.assets.admin import views
from raekoda.registry.assets.admin.viewsets import LayerViewSet


@hooks.register("register_admin_viewset")
def register_layers() -> LayerViewSet:
    return LayerViewSet()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("kaardikiht-failist/<int:pk>/", views.upload, name="assets_import"),
        path("kaardikiht-failist/fail/<int:pk>/", views.import_page, name="assets_import_page"),
    ]
