"""Public pages kept in memory for visitors: rendered once, served until something they show has changed.

Each municipality has a version that every change of published content raises in the same transaction (:func:`touch`). The
version is read with every request and is part of the key, so that no process ever serves a page older than the last
commit. What changes without a commit (a date that passes, a count of reports) is at most ``SECONDS`` old.
Only visitors without a session are served so, and only pages that set no cookie are kept.
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
class KeptPage:
    """A rendered page, plain and compressed, with the headers it goes out with."""

    plain: bytes
    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str


def touch(municipality: Municipality) -> None:
    """Something that the municipality's public pages show was changed: pages kept before are not served any more."""
    MunicipalitySite.objects.filter(municipality=municipality).update(version=F("version") + 1)


class KeptPagesMiddleware:
    """Answers visitors' requests for public pages from memory where it can, and keeps what it had to render."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_visitor(request):
            return self.get_response(request)
        key = _key(request)
        page = cache.get(key)
        if page is not None:
            return _answer(request, page)
        request.municipality.refresh_from_db()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not _may_be_kept(request, response):
            return response
        page = _kept(response)
        cache.set(key, page, SECONDS)
        return _answer(request, page)


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


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
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


def _kept(response: HttpResponse) -> KeptPage:
    content = bytes(response.content)
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    response["Cache-Control"] = "private, no-cache"
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    tag = hashlib.blake2b(content, digest_size=12).hexdigest()
    return KeptPage(content, gzip.compress(content, 6), headers, tag)


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
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
