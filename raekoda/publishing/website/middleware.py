"""Sets the Wagtail site of the request's municipality and guards the admin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from wagtail.models import SiteRootPath

from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.addresses import LANGUAGES
from raekoda.publishing.website.documents import names_file_of_others
from raekoda.publishing.website.models import MunicipalitySite

SECONDS = 30
ADMIN = "/haldus/"
OVER_ALL_SITES = frozenset(
    {
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:site_history_results",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_results",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_reports:workflow_tasks_results",
    }
)
"""Wagtail reports across all municipalities, for platform operators only."""


class SiteMiddleware:
    """Makes Wagtail serve the site of the request's municipality, for any of its host names.

    Wagtail itself queries the site by host and caches the root paths of all sites for an hour per process, which would
    miss a municipality added meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        municipality = getattr(request, "municipality", None)
        website = website_of(municipality) if municipality is not None else None
        if website is not None:
            request.content_version = SimpleLazyObject(partial(content_version, website))  # type: ignore[attr-defined]
            request._wagtail_site = website.site  # type: ignore[attr-defined]
            if not request.path.startswith(ADMIN):
                request._wagtail_cached_site_root_paths = root_paths(website)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponse | None:
        """403 without access to the admin; redirect to the sign-in page when not signed in."""
        match = request.resolver_match
        if match is None or not request.path.startswith(ADMIN) or match.view_name == "wagtailadmin_logout":
            return None
        if match.view_name == "wagtailadmin_login":
            return redirect_to_login(request.GET.get("next", ADMIN))
        user: Any = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if match.view_name in OVER_ALL_SITES and not user.is_superuser:
            raise PermissionDenied
        if not user.is_superuser and names_file_of_others(match, request.municipality):  # type: ignore[attr-defined]
            raise Http404
        return None


def website_of(municipality: Municipality) -> MunicipalitySite | None:
    """The municipality's site with its root page, cached per process."""
    key = f"website:{municipality.pk}"
    website = cache.get(key)
    if website is None:
        website = (
            MunicipalitySite.objects.filter(municipality=municipality)
            .select_related("site__root_page__locale", "folder", "collection")
            .first()
        )
        if website is not None:
            cache.set(key, website, SECONDS)
    return website


def content_version(website: MunicipalitySite) -> int:
    """The version of the municipality's published content as of now."""
    return MunicipalitySite.objects.values_list("version", flat=True).get(pk=website.pk)


def root_paths(website: MunicipalitySite) -> list[SiteRootPath]:
    """Root paths of the site's home pages, in Wagtail's format."""
    folder, site = website.folder.url_path, website.site
    return [SiteRootPath(site.pk, f"{folder}{language}/", site.root_url, language) for language in LANGUAGES]
