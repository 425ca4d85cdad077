"""Cache of rendered public pages for visitors without a session.

Each municipality has a version that every change of published content increments in the same transaction
(:func:`invalidate`). The version is read with every request and is part of the key, so that no process serves a page older
than the last commit. Content that changes without a commit (dates, counts of reports) is at most ``SECONDS`` old. Responses
that set cookies are not cached.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.models import MunicipalitySite

SECONDS = 60
LARGEST = 512 * 1024
VIEWS = frozenset(
    {
        "wagtail_serve",
        "services:list",
        "services:service",
        "services:topic",
        "answers:list",
        "answers:answer",
        "notices:list",
        "notices:notice",
    }
)
PRIVATE_COOKIES = (settings.SESSION_COOKIE_NAME, "messages", settings.CSRF_COOKIE_NAME)


@dataclass(frozen=True)
class CachedPage:
    """A rendered page, plain and gzipped, with its headers."""

    plain: bytes
    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str


def invalidate(municipality: Municipality) -> None:
    """Invalidate all cached pages of the municipality."""
    MunicipalitySite.objects.filter(municipality=municipality).update(version=F("version") + 1)


class PageCacheMiddleware:
    """Serves public pages from the cache and caches rendered ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_visitor(request):
            return self.get_response(request)
        key = _key(request)
        page = cache.get(key)
        if page is not None:
            return _response(request, page)
        request.municipality.refresh_from_db()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not _is_cacheable(request, response):
            return response
        page = _cached_page(response)
        cache.set(key, page, SECONDS)
        return _response(request, page)


def _is_visitor(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and hasattr(request, "municipality")
        and not request.META.get("QUERY_STRING")
        and "HX-Request" not in request.headers
        and "X-Requested-With" not in request.headers
        and not any(name in request.COOKIES for name in PRIVATE_COOKIES)
    )


def _key(request: HttpRequest) -> str:
    municipality: Municipality = request.municipality  # type: ignore[attr-defined]
    version = MunicipalitySite.objects.filter(municipality=municipality).values_list("version", flat=True).first()
    place = hashlib.blake2b(f"{request.get_host()}{request.path}".encode(), digest_size=16).hexdigest()
    return f"kept:{municipality.pk}:{version}:{place}"


def _is_cacheable(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and match is not None
        and match.view_name in VIEWS
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST
    )


def _cached_page(response: HttpResponse) -> CachedPage:
    content = bytes(response.content)
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    response["Cache-Control"] = "private, no-cache"
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    tag = hashlib.blake2b(content, digest_size=12).hexdigest()
    return CachedPage(content, gzip.compress(content, 6), headers, tag)


def _response(request: HttpRequest, page: CachedPage) -> HttpResponse:
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    tag = f'"{page.tag}{"-gz" if compressed else ""}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        content = page.compressed if compressed else page.plain
        response = HttpResponse(content, headers={"Content-Length": str(len(content))})
        if compressed:
            response["Content-Encoding"] = "gzip"
    for name, value in page.headers:
        response[name] = value
    response["ETag"] = tag
    return response
