"""Server-sent events of the desk.

This view responds with new events and ends, so that it blocks no thread. The event loop of the web process
(:mod:`raekoda.channels.calls.streams`) calls it for authorisation and keeps the stream open. See decision 0010.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from raekoda.channels.calls import actions, broadcast, queries, sse
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

RETRY_MILLISECONDS = 800
MOST_DIGITS = 18


@require_safe
@staff_page("calls.work")
def stream(request: HttpRequest) -> HttpResponse:
    """Events since ``Last-Event-ID`` (or ``?alates=``); without either, only the id of the last event."""
    actor = Actor.of(request)
    actions.record_presence(actor)
    asked = request.headers.get("Last-Event-ID") or request.GET.get("alates", "")
    lines = [f"retry: {RETRY_MILLISECONDS}\n\n"]
    if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS:
        lines += [
            sse.format_event(broadcast.event_data(signal), actor.id or 0)
            for signal in queries.signals_after(int(asked))
        ]
    else:
        lines.append(sse.format_hello(queries.last_signal()))
    response = HttpResponse("".join(lines), content_type="text/event-stream; charset=utf-8")
    response["X-Accel-Buffering"] = "no"
    response[sse.DESK_HEADER] = f"{current().pk}.{actor.id}"
    return response


def context(request: HttpRequest) -> dict[str, Any]:
    """URL of the stream and id of the last signal, for pages of the desk."""
    return {"stream_path": reverse("calls_desk:stream"), "last_signal": queries.last_signal()}
