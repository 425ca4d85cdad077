"""A short path for API requests: the endpoint skips middleware that only web pages need."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PREFIX = "/open311/"
TRUSTED_SECONDS = 1.0


class DirectMiddleware:
    """Answers paths under ``/open311/`` directly: no session, no cookies, no CSRF, no page language.

    Placed right after the middleware that opens the municipality's scope.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._worked_at = -TRUSTED_SECONDS

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        match = resolve(request.path_info)
        request.resolver_match = match
        if time.monotonic() - self._worked_at < TRUSTED_SECONDS:
            _skip_health_check()
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        self._worked_at = time.monotonic() if response.status_code < 500 else -TRUSTED_SECONDS
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Length"] = str(len(response.content))
        return response


def _skip_health_check() -> None:
    """Skip the connection health check when the database answered a moment ago; broken connections are still closed."""
    vars(connections[DEFAULT_DB_ALIAS])["health_check_done"] = True
