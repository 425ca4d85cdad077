"""What every page knows."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from raekoda.platform.core import clock, theme


def site(request: HttpRequest) -> dict[str, Any]:
    """The municipality being served, its theme, this page in the other languages."""
    municipality = getattr(request, "municipality", None)
    tokens = municipality.theme if municipality else {}
    return {
        "municipality": municipality,
        "theme": tokens,
        "banners": banners(municipality.notice if municipality else {}, get_language() or "et"),
        "theme_url": f"{reverse('theme')}?v={theme.version(tokens)}",
        "map_settings": {
            "tiles_url": settings.RAEKODA_MAP_TILES_URL,
            "style_url": settings.RAEKODA_MAP_STYLE_URL,
            "attribution": settings.RAEKODA_MAP_ATTRIBUTION,
        },
        "resident": getattr(request, "resident", None),
        "request_id": getattr(request, "request_id", ""),
        "languages": SimpleLazyObject(lambda: language_links(request)),
    }


def banners(notice: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """The notices on top of every page: the municipality's crisis notice, then published notices (``notices``) whose time
    as a banner (``until``) is not over."""
    now = clock.now()
    published = [entry for entry in notice.get("notices", []) if datetime.fromisoformat(entry["until"]) > now]
    notices = [notice_in_language(entry, language) for entry in (notice, *published)]
    return [entry for entry in notices if entry.get("text")]


def notice_in_language(notice: dict[str, Any], language: str) -> dict[str, Any]:
    """A municipality's crisis notice (tone, url, by language title and text) in one language, else in Estonian."""
    return {**notice, **(notice.get(language) or notice.get("et") or {})}


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Each language of the site with its own name and the address of this very page in it."""
    current = get_language() or settings.LANGUAGE_CODE
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    ending = f"?{query}" if query else ""
    return [
        {
            "code": code,
            "name": name,
            "url": _in_language(request.path, current, code) + ending,
            "is_current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


@lru_cache(maxsize=2000)
def _in_language(path: str, current: str, language: str) -> str:
    """The address of the page at ``path``, which is in the language ``current``, in another language."""
    return translate_url(escape_uri_path(path), language)
