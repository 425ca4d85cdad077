"""Parts of pages that are the same for everybody, cached until published content of the municipality changes.

A change of published content increments the municipality's content version in the same transaction. The version is read
once a request (``request.content_version``, set by the site's middleware) and is part of the key, so that no process shows
a part older than the last commit. What changes without a commit (dates, counts) is at most ``SECONDS`` old.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from raekoda.platform.core.tenancy import current

SECONDS = 60
Part = TypeVar("Part")


def fragment(request: HttpRequest, name: str, build: Callable[[], Part]) -> Part:
    """The part ``name`` in the page's language, from the cache or by ``build()``.

    ``build`` must not depend on who is asking, nor on the query. ``None`` is not cached, and neither are previews.
    """
    version = getattr(request, "content_version", None)
    if version is None or getattr(request, "is_preview", False):
        return build()
    key = f"fragment:{current().pk}:{version}:{get_language()}:{request.get_host()}:{name}"
    part: Part | None = cache.get(key)
    if part is None:
        part = build()
        if part is not None:
            cache.set(key, part, SECONDS)
    return part
