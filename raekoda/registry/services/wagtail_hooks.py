"""Registrations in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from raekoda.registry.services.admin import views
from raekoda.registry.services.admin.viewsets import RegisterGroup

register_snippet(RegisterGroup)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("teenused-failina/<str:data_format>/", views.export, name="services_export"),
        path("teenused-failist/", views.import_upload, name="services_import"),
        path("teenused-failist/<int:pk>/", views.import_page, name="services_import_page"),
        path("teenused/kasutusest/<int:pk>/", views.retire, name="services_retire"),
    ]


@hooks.register("register_snippet_action_menu_item")
def retire_item(model: type[Any]) -> Any:
    return views.RetireItem(order=60) if model is views.Service else None
