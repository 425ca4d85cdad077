"""Pages of promises to call back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.desk.screen import tabs
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Channel, Direction, Promise
from raekoda.channels.calls.rules import callback_times, format_number
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

PAGE_SIZE = 50
OPEN, MINE, ENDED = "avatud", "minu", "tehtud"
VIEWS = {OPEN: gettext_lazy("To call"), MINE: gettext_lazy("Mine"), ENDED: gettext_lazy("Done")}


@require_safe
@staff_page("calls.work")
def promises(request: HttpRequest) -> HttpResponse:
    """Open promises, earliest first; the actor's own; or closed ones, newest first."""
    actor = Actor.of(request)
    chosen = request.GET.get("vaade", "")
    chosen = chosen if chosen in VIEWS else OPEN
    rows = queries.promises_visible_to(actor).select_related("operator", "case", "call")
    if chosen == ENDED:
        page = keyset(rows.exclude(state=Promise.State.OPEN), request, order=("-created_at", "-id"), size=PAGE_SIZE)
    else:
        open_ones = rows.filter(state=Promise.State.OPEN)
        mine = open_ones.filter(operator_id=actor.id) if chosen == MINE else open_ones
        page = keyset(mine, request, order=("due_at", "id"), size=PAGE_SIZE)
    now = clock.now()
    for row in queries.without_unreadable_cases(page.items, actor):
        row.shown = format_number(row.number)  # type: ignore[attr-defined]
        row.is_due = row.state == Promise.State.OPEN and row.due_at <= now  # type: ignore[attr-defined]
    if page.items:
        journal.record("calls.see_promises", None, actor, promises=[row.pk for row in page.items])
    address = reverse("calls_desk:promises")
    context = {
        "page": page,
        "chosen": chosen,
        "views": [
            {"url": f"{address}?vaade={name}", "label": label, "is_current": name == chosen, "count": ""}
            for name, label in VIEWS.items()
        ],
        "tabs": tabs("promises"),
    }
    return render(request, "calls/promises.html", context)


@require_POST
@staff_page("calls.work")
def handle(request: HttpRequest, ref: str) -> HttpResponse:
    """POST: call now, or record the result: reached, not reached (try again later), given up."""
    actor = Actor.of(request)
    promise = get_object_or_404(queries.promises_visible_to(actor).select_related("municipality"), ref=ref)
    action = request.POST.get("do", "")
    moments = callback_times(clock.now())
    try:
        if action == "call":
            call = actions.begin_call(
                current(), channel=Channel.PHONE, direction=Direction.OUT, number=promise.number, actor=actor
            )
            return redirect("calls_desk:call", call.ref)
        if action == "kept":
            actions.fulfil_promise(promise, actor=actor)
            messages.success(request, _("The promise is kept."))
        elif action in ("hour", "tomorrow"):
            actions.record_failed_attempt(promise, again_at=moments[action], actor=actor)
            messages.success(request, _("The attempt is written down; the promise comes back in time."))
        elif action == "given-up":
            actions.record_failed_attempt(promise, again_at=None, actor=actor)
            messages.success(request, _("The promise is given up."))
    except CallError as refusal:
        messages.warning(request, refusal.message)
    return redirect("calls_desk:promises")
