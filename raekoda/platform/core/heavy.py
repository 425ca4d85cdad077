"""Pages that cost more than others are asked for a bounded number of times a minute: searches, and everything that is made
into a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.ratelimit import allow, client_address

DOWNLOADS_A_MINUTE = 60
DOWNLOAD = re.compile(r"\.(?:csv|xlsx|ods|pdf|zip|ics|json|jsonld|ttl|rdf|xml|<\w+:\w+>)$")
View = Callable[..., HttpResponse]


def is_within(request: HttpRequest, scope: str, per_minute: int) -> bool:
    """Count one request of a member of staff or, without one, of an address; whether it is within the limit."""
    user = getattr(request, "user", None)
    key = f"user {user.pk}" if user is not None and user.is_authenticated else client_address(request)
    return allow(scope, key, per_minute, 60)


def limited(scope: str, per_minute: int) -> Callable[[View], View]:
    """A view that answers 429 beyond ``per_minute`` requests of one client."""

    def decorate(view: View) -> View:
        @wraps(view)
        def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_within(request, scope, per_minute):
                return view(request, *args, **kwargs)
            return refused(request)

        return within

    return decorate


def refused(request: HttpRequest) -> HttpResponse:
    return too_many_requests(request)


class DownloadsMiddleware:
    """Limits every route that ends like a file: exports, spreadsheets, calendars, PDFs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        route = request.resolver_match.route if request.resolver_match else ""
        if DOWNLOAD.search(route) and not is_within(request, "downloads", DOWNLOADS_A_MINUTE):
            return refused(request)
        return None
