"""Whether a form was sent."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, even if nothing was filled in; None when the page is only asked for.

    ``request.POST or None`` would take an empty form for a page that is only asked for.
    """
    return request.POST if request.method == "POST" else None
