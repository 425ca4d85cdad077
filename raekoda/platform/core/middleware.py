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


def admin_policy() -> str:
    """The policy of Wagtail's admin. Its widgets (dates, inline panels) come with script elements that cannot carry a nonce:
    scripts insert them later, too; its comments compile templates. Scripts in attributes and of other hosts are not run."""
    return (
        "default-src 'self'; img-src 'self' data: blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'; script-src-attr 'none'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    )


class ContentSecurityPolicyMiddleware:
    """A strict policy on every page; that of Wagtail's admin allows its inline scripts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = public_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = admin_policy() if request.path.startswith("/haldus/") else self.policy
        response.setdefault("Content-Security-Policy", policy)
        return response
