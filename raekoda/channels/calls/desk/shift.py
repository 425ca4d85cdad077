"""Pages of the shift and of the list of calls."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.desk.forms import ShiftForm
from raekoda.channels.calls.desk.screen import strip_context, tabs
from raekoda.channels.calls.errors import CallError
from raekoda.identity.accounts.queries import get_display_names
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("calls.work")
def shift(request: HttpRequest) -> HttpResponse:
    """Operators at the desk. POST: start or end the actor's shift. The page refreshes itself, without scripts too."""
    actor = Actor.of(request)
    form = ShiftForm(posted(request), initial={"extension": queries.last_extension(actor)})
    if request.method == "POST":
        if request.POST.get("do") == "end":
            actions.end_shift(current(), actor=actor)
            messages.success(request, _("Your shift has ended."))
            return redirect("calls_desk:shift")
        if form.is_valid():
            try:
                actions.start_shift(current(), actor=actor, extension=form.cleaned_data["extension"])
            except CallError as refusal:
                form.add_error("extension", refusal.message)
            else:
                messages.success(request, _("You are at the desk. Calls open here by themselves."))
                return redirect("calls_desk:desk")
    else:
        actions.record_presence(actor)
    context = {"form": form, "tabs": tabs("shift"), "colleagues": _colleagues(actor), **strip_context(actor)}
    return render(request, "calls/shift.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page("calls.work")
def calls(request: HttpRequest) -> HttpResponse:
    """Calls and visits, newest first, without data of callers."""
    actor = Actor.of(request)
    rows = queries.visible_to(actor).select_related("operator", "code", "case").only(
        "ref", "channel", "direction", "line", "started_at", "answered_at", "ended_at", "noted_at", "handed_by_id",
        "municipality_id", "operator__first_name", "operator__last_name", "operator__username", "code", "case__subject",
        "case__registered_at", "case__municipality_id", "case__unit_id", "case__service_id", "case__sensitivity",
        "case__official_id",
    )  # fmt: skip
    page = keyset(rows, request, order=("-started_at", "-id"), size=PAGE_SIZE)
    queries.without_unreadable_cases(page.items, actor)
    return render(request, "calls/calls.html", {"page": page, "tabs": tabs("calls")})


def _colleagues(actor: Actor) -> list[dict[str, Any]]:
    """Operators at the desk or with calls today: current call and counts of calls and visits."""
    shifts = {shift.operator_id: shift for shift in queries.on_shift()}
    counts = {row["operator_id"]: row for row in queries.calls_today(actor)}
    live = {
        call.operator_id: call
        for call in queries.visible_to(actor).filter(ended_at=None, operator__isnull=False).only("operator_id", *TIMES)
    }
    names = get_display_names({*shifts, *counts, *(key for key in live if key)})  # type: ignore[arg-type]
    rows = [
        {
            "name": name,
            "shift": shifts.get(key),
            "call": live.get(key),
            "phone": counts.get(key, {}).get("phone", 0),
            "counter": counts.get(key, {}).get("counter", 0),
        }
        for key, name in names.items()
    ]
    return sorted(rows, key=lambda row: (row["shift"] is None, row["name"]))


TIMES = ("started_at", "answered_at", "ended_at", "noted_at", "handed_by_id", "channel")
