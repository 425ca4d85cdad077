"""Addresses of pages, derived from ``url_path`` (``/<municipality>/<language>/<path>/``) without queries."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def path_in_language(path: str, language: str) -> str:
    """``("uudised/", "en")`` is ``/en/uudised/``; the main language has no prefix."""
    return f"/{path}" if language == settings.LANGUAGE_CODE else f"/{language}/{path}"


def address(page: Page) -> str:
    """The page's address on its own municipality's site, beginning with a slash. Raises ``ValueError`` above a home page."""
    _, _folder, language, path = split(page)
    return path_in_language(path, language)


def language_of(page: Page) -> str:
    """The language of the page's tree."""
    return split(page)[2]


def split(page: Page) -> tuple[str, str, str, str]:
    """Empty, folder, language and path of the page. Raises ``ValueError`` for a page above the home pages."""
    parts = page.url_path.split("/", 3)
    if len(parts) != 4 or parts[2] not in LANGUAGES:
        raise ValueError(f"{page.url_path} is not on a municipality's site")
    return parts[0], parts[1], parts[2], parts[3]
