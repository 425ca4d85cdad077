"""Hooks of Wagtail's admin: pages of the current municipality, reduced menus."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from raekoda.platform.core import theme
from raekoda.platform.core.tenancy import current
from raekoda.publishing.website.admin.settings import SettingsMenuItem, SettingsView
from raekoda.publishing.website.documents import PublishedDocument, only_own
from raekoda.publishing.website.middleware import website_of
from raekoda.publishing.website.models import HomePage, MunicipalityFolder

HIDDEN_MENUS = {"help"}
REPORTS_OVER_ALL_SITES = {"site-history", "page-types-usage", "workflows", "workflow-tasks"}


@hooks.register("insert_global_admin_css")
def colours_of_the_municipality() -> str:
    """The theme's stylesheet also holds the tokens of Wagtail's admin."""
    return format_html('<link rel="stylesheet" href="{}?v={}">', reverse("theme"), theme.version(current().theme))


@hooks.register("register_admin_urls")
def settings_of_the_municipality() -> list[URLPattern]:
    return [path("omavalitsus/", SettingsView.as_view(), name="municipality_settings")]


@hooks.register("register_settings_menu_item")
def settings_menu_item() -> SettingsMenuItem:
    return SettingsMenuItem()


@hooks.register("construct_main_menu")
def only_useful_menus(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_MENUS]


@hooks.register("construct_reports_menu")
def no_reports_over_all_sites(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:  # type: ignore[union-attr]
        items[:] = [item for item in items if item.name not in REPORTS_OVER_ALL_SITES]


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """A link may be made to this municipality's pages only."""
    website = website_of(request.municipality)  # type: ignore[attr-defined]
    if request.user.is_superuser or website is None:  # type: ignore[union-attr]
        return pages
    return pages.filter(path__startswith=website.folder.path)


@hooks.register("before_serve_document")
def only_own_documents(document: PublishedDocument, request: HttpRequest) -> None:
    """A document is served on the host of its own municipality."""
    only_own(document, request)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_move_page")
def home_pages_stay(request: HttpRequest, page: Page, *_: Any) -> None:
    """Without its home page a site cannot be served: nobody may take one away in passing."""
    if issubclass(page.specific_class, HomePage | MunicipalityFolder):
        raise PermissionDenied
