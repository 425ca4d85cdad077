"""The live side of the desk: a stream of server-sent events.

The web server never holds a stream: this view answers with what is new and ends, and the browser asks again in a second. The
process of ``raekoda live`` (:mod:`raekoda.channels.calls.holder`) stands at the same address before it, asks this view who may
listen, and holds the stream open. Decision 0010 says why.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from raekoda.channels.calls import actions, bell, queries, wire
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.middleware import public_policy
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

RETRY_MILLISECONDS = 800
MOST_DIGITS = 18


@require_safe
@staff_page("calls.work")
def stream(request: HttpRequest) -> HttpResponse:
    """What happened since ``Last-Event-ID`` (or ``?alates=``), as server-sent events; without either, from where to go on."""
    by = Actor.of(request)
    actions.seen(by)
    asked = request.headers.get("Last-Event-ID") or request.GET.get("alates", "")
    lines = [f"retry: {RETRY_MILLISECONDS}\n\n"]
    if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS:
        lines += [wire.event(bell.told(signal), by.id or 0) for signal in queries.signals_after(int(asked))]
    else:
        lines.append(wire.hello(queries.last_signal()))
    response = HttpResponse("".join(lines), content_type="text/event-stream; charset=utf-8")
    response["X-Accel-Buffering"] = "no"
    response[wire.DESK_HEADER] = f"{current().pk}.{by.id}"
    return response


def context(request: HttpRequest) -> dict[str, Any]:
    """Where a page of the desk listens, and from which signal on."""
    path = reverse("calls_desk:stream")
    return {"stream_path": path, "stream_url": _direct(request, path) or path, "last_signal": queries.last_signal()}


def with_stream(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page listen at the other port, where the demo has no proxy before it."""
    direct = _direct(request, "")
    if direct:
        policy = public_policy().replace("connect-src 'self'", f"connect-src 'self' {direct}", 1)
        response["Content-Security-Policy"] = policy
    return response


def _direct(request: HttpRequest, path: str) -> str:
    if not settings.RAEKODA_LIVE_DIRECT:
        return ""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{settings.RAEKODA_LIVE_PORT}{path}"
