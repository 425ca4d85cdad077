"""One booking at the desk: by whom and what for (each look is written for the person), and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from raekoda.identity.accesslog import access_log
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.journal import history
from raekoda.platform.core.staff import staff_page
from raekoda.selfservice.bookings import actions, queries, show
from raekoda.selfservice.bookings.actions.changing import CHANGEABLE
from raekoda.selfservice.bookings.actions.notes import set_note
from raekoda.selfservice.bookings.desk.forms import MoveForm, NoteForm, ReasonForm
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.registering import LOOK

WORDS = {
    "bookings.book": gettext_lazy("Booked"),
    "bookings.book_for": gettext_lazy("Booked by staff"),
    "bookings.block": gettext_lazy("Blocked"),
    "bookings.confirm": gettext_lazy("Confirmed by the booker"),
    "bookings.approve": gettext_lazy("Approved"),
    "bookings.refuse": gettext_lazy("Not approved"),
    "bookings.move": gettext_lazy("Moved"),
    "bookings.cancel": gettext_lazy("Cancelled"),
    "bookings.expire": gettext_lazy("Ran out"),
    "bookings.no_show": gettext_lazy("Did not come"),
    "bookings.paid_late": gettext_lazy("Paid after the time ran out"),
    "bookings.offer": gettext_lazy("Offered from the waiting list"),
    "bookings.note": gettext_lazy("Note written"),
    "bookings.give_back_deposit": gettext_lazy("Deposit given back"),
}
Act = Callable[[Booking, Actor, dict[str, Any]], Any]
ACTS: dict[str, tuple[type[Any] | None, Act, Any]] = {
    "kinnita": (None, lambda b, actor, given: actions.approve(b, actor=actor), gettext_lazy("Approved.")),
    "keeldu": (ReasonForm, lambda b, actor, given: actions.refuse(b, actor=actor, **given), gettext_lazy("Not approved.")),
    "tyhista": (ReasonForm, lambda b, actor, given: actions.cancel(b, actor=actor, **given), gettext_lazy("Cancelled.")),
    "ei-tulnud": (None, lambda b, actor, given: actions.mark_no_show(b, actor=actor), gettext_lazy("Noted.")),
    "tagatis": (
        None, lambda b, actor, given: actions.give_back_deposit(b, actor=actor), gettext_lazy("The deposit is on its way back."),  # noqa: E501
    ),
    "markus": (NoteForm, lambda b, actor, given: set_note(b, actor=actor, **given), gettext_lazy("Saved.")),
    "teisalda": (MoveForm, lambda b, actor, given: actions.move(b, given["span"], actor=actor), gettext_lazy("Moved.")),
}  # fmt: skip


@require_safe
@staff_page("bookings.view")
def booking(request: HttpRequest, ref: str) -> HttpResponse:
    """One booking. That an official looked at it is written for the person."""
    return _page(request, _found(request, ref))


@require_POST
@staff_page("bookings.manage")
def act(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Approve, refuse, cancel, move, note."""
    if verb not in ACTS:
        raise Http404
    found = _found(request, ref)
    form_class, do, words = ACTS[verb]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return _page(request, found, {verb: form})
    given = dict(form.cleaned_data) if form is not None else {}
    if isinstance(form, MoveForm):
        given["span"] = form.span()
    try:
        do(found, Actor.of(request), given)
    except BookingError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, words)
    return redirect("bookings_desk:booking", ref)


def _found(request: HttpRequest, ref: str) -> Booking:
    rows = queries.visible_to(Actor.of(request)).select_related("person", "item", "series")
    return get_object_or_404(rows, ref=ref)


def _page(request: HttpRequest, found: Booking, sent: dict[str, Any] | None = None) -> HttpResponse:
    access_log.log_access(found.person, Actor.of(request), LOOK, subject=found)
    sent = sent or {}
    is_over, is_ahead = found.ends_at <= clock.now(), found.starts_at > clock.now()
    may_change = found.status in CHANGEABLE and not is_over
    payment = found.payment
    context: dict[str, Any] = {
        "booking": show.with_tone(found),
        "facts": [*show.facts(found), *_reached(found)],
        "history": [
            {"at": line.at, "title": WORDS.get(line.action, line.action), "text": line.reason}
            for line in history(found)
        ],
        "may_decide": found.status == Status.ASKED,
        "refuse_form": sent.get("keeldu") or ReasonForm(auto_id="refuse_%s"),
        "cancel_form": (sent.get("tyhista") or ReasonForm(auto_id="cancel_%s")) if may_change else None,
        "move_form": (sent.get("teisalda") or MoveForm(initial=_times(found), auto_id="move_%s"))
        if may_change
        else None,
        "note_form": sent.get("markus") or NoteForm(initial={"note": found.note}) if not found.is_block else None,
        "may_note_no_show": found.status == Status.CONFIRMED and not is_ahead and not found.is_block,
        "may_give_back": bool(found.deposit) and is_over and payment is not None and payment.status == "paid",
    }
    return render(request, "bookings/desk_booking.html", context, status=422 if sent else 200)


def _reached(found: Booking) -> list[tuple[str, str]]:
    rows = [
        (_("Booker"), found.person.name if found.person else ""),
        (_("E-mail"), found.email),
        (_("Phone"), found.phone),
    ]
    return [row for row in rows if row[1]]


def _times(found: Booking) -> dict[str, Any]:
    begins, ends = localtime(found.starts_at, TALLINN), localtime(found.ends_at, TALLINN)
    return {"paev": begins.date(), "algus": begins.time(), "lopp": ends.time()}
