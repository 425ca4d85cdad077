"""The live side of the desk: a stream of server-sent events.

No thread holds a stream: this view answers with what is new and ends, and a browser would ask again in a second. The event loop
of the web process (:mod:`raekoda.channels.calls.holder`) stands before it: it asks this view who may listen, and holds the
stream open. Decision 0010 says why.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from raekoda.channels.calls import actions, bell, queries, wire
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

RETRY_MILLISECONDS = 800
MOST_DIGITS = 18


@require_safe
@staff_page("calls.work")
def stream(request: HttpRequest) -> HttpResponse:
    """What happened since ``Last-Event-ID`` (or ``?alates=``), as server-sent events; without either, from where to go on."""
    actor = Actor.of(request)
    actions.seen(actor)
    asked = request.headers.get("Last-Event-ID") or request.GET.get("alates", "")
    lines = [f"retry: {RETRY_MILLISECONDS}\n\n"]
    if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS:
        lines += [wire.event(bell.told(signal), actor.id or 0) for signal in queries.signals_after(int(asked))]
    else:
        lines.append(wire.hello(queries.last_signal()))
    response = HttpResponse("".join(lines), content_type="text/event-stream; charset=utf-8")
    response["X-Accel-Buffering"] = "no"
    response[wire.DESK_HEADER] = f"{current().pk}.{actor.id}"
    return response


def context(request: HttpRequest) -> dict[str, Any]:
    """Where a page of the desk listens, and from which signal on."""
    return {"stream_path": reverse("calls_desk:stream"), "last_signal": queries.last_signal()}
