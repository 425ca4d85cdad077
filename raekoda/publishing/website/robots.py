"""sitemap.xml, robots.txt, security.txt and the favicon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from raekoda.platform.core import clock
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.models import Document
from raekoda.publishing.website.addresses import LANGUAGES, path_in_language

CLOSED = ("/toolaud/", "/haldus/", "/minu/", "/otsi/")
MOST_ADDRESSES = 45_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address with the day it was last changed: the home pages and all that is in the index of search."""
    documents = Document.objects.order_by("-updated_at").values("url", "updated_at")[:MOST_ADDRESSES]
    base = site_url(current())
    addresses: list[dict[str, Any]] = [{"url": base + path_in_language("", language)} for language in LANGUAGES]
    addresses += [{"url": base + iri_to_uri(each["url"]), "changed": each["updated_at"]} for each in documents]
    return render(request, "website/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt."""
    closed = [path_in_language(path[1:], language) for language in LANGUAGES for path in CLOSED]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {site_url(current())}/sitemap.xml"]
    return _text(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """security.txt (RFC 9116)."""
    base = site_url(current())
    expires = (clock.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(
        [
            f"Contact: {base}/kysi/",
            f"Expires: {expires.isoformat()}",
            f"Preferred-Languages: {', '.join(LANGUAGES)}",
            f"Canonical: {base}/.well-known/security.txt",
        ]
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The municipality's coat of arms, or the program's own sign."""
    response = HttpResponseRedirect(current().theme.get("coat_of_arms") or static("core/img/raekoda.svg"))
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
