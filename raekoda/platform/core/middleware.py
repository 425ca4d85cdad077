"""Request id and content security policy."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,40}$")


class RequestIdMiddleware:
    """Gives every request an id (the caller's ``X-Request-ID`` if sound), puts it in logs, journal and the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        received_id = request.headers.get("X-Request-ID", "")
        request_id = received_id if REQUEST_ID.match(received_id) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def public_policy(frame_ancestors: str = "'self'") -> str:
    """The policy of pages of our own: no inline script, no outside host but the map's; who may show them in a frame."""
    hosts = {
        f"{parts.scheme}://{parts.netloc}"
        for url in (settings.RAEKODA_MAP_TILES_URL, settings.RAEKODA_MAP_STYLE_URL)
        if (parts := urlsplit(url)).netloc
    }
    map_hosts = " ".join(sorted(hosts))
    return (
        f"default-src 'self'; img-src 'self' data: blob: {map_hosts}; connect-src 'self' {map_hosts}; "
        "worker-src 'self' blob:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self'; "
        f"form-action 'self'; frame-ancestors {frame_ancestors}"
    )


class ContentSecurityPolicyMiddleware:
    """A strict policy on every page but Wagtail's admin, which needs inline scripts of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = public_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/haldus/"):
            response.setdefault("Content-Security-Policy", self.policy)
        return response
