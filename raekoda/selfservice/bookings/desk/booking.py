"""The page of a booking at the desk and its actions; each view is written to the access log."""

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
from raekoda.selfservice.bookings import actions, presenters, queries
from raekoda.selfservice.bookings.access_log import VIEW
from raekoda.selfservice.bookings.actions.lifecycle import CHANGEABLE
from raekoda.selfservice.bookings.actions.notes import set_note
from raekoda.selfservice.bookings.desk.forms import MoveForm, NoteForm, ReasonForm
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status

HISTORY_LABELS = {
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
ActionFunction = Callable[[Booking, Actor, dict[str, Any]], Any]
ACTIONS: dict[str, tuple[type[Any] | None, ActionFunction, Any]] = {
    "kinnita": (None, lambda booking, actor, data: actions.approve(booking, actor=actor), gettext_lazy("Approved.")),
    "keeldu": (
        ReasonForm, lambda booking, actor, data: actions.refuse(booking, actor=actor, **data), gettext_lazy("Not approved."),
    ),
    "tyhista": (
        ReasonForm, lambda booking, actor, data: actions.cancel(booking, actor=actor, **data), gettext_lazy("Cancelled."),
    ),
    "ei-tulnud": (None, lambda booking, actor, data: actions.mark_no_show(booking, actor=actor), gettext_lazy("Noted.")),
    "tagatis": (
        None, lambda booking, actor, data: actions.refund_deposit(booking, actor=actor), gettext_lazy("The deposit is on its way back."),  # noqa: E501
    ),
    "markus": (NoteForm, lambda booking, actor, data: set_note(booking, actor=actor, **data), gettext_lazy("Saved.")),
    "teisalda": (
        MoveForm, lambda booking, actor, data: actions.move(booking, data["span"], actor=actor), gettext_lazy("Moved."),
    ),
}  # fmt: skip


@require_safe
@staff_page("bookings.view")
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a booking; viewing it is written to the access log."""
    return _page(request, _get_booking(request, ref))


@require_POST
@staff_page("bookings.manage")
def act(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Approve, refuse, cancel, move, note."""
    if verb not in ACTIONS:
        raise Http404
    found = _get_booking(request, ref)
    form_class, run, message = ACTIONS[verb]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return _page(request, found, {verb: form})
    data = dict(form.cleaned_data) if form is not None else {}
    if isinstance(form, MoveForm):
        data["span"] = form.span()
    try:
        run(found, Actor.of(request), data)
    except BookingError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, message)
    return redirect("bookings_desk:booking", ref)


def _get_booking(request: HttpRequest, ref: str) -> Booking:
    rows = queries.visible_to(Actor.of(request)).select_related("person", "item", "series")
    return get_object_or_404(rows, ref=ref)


def _page(request: HttpRequest, found: Booking, forms: dict[str, Any] | None = None) -> HttpResponse:
    access_log.log_access(found.person, Actor.of(request), VIEW, subject=found)
    forms = forms or {}
    is_over, is_ahead = found.ends_at <= clock.now(), found.starts_at > clock.now()
    may_change = found.status in CHANGEABLE and not is_over
    payment = found.payment
    context: dict[str, Any] = {
        "booking": presenters.annotate(found),
        "facts": [*presenters.present_booking(found), *_contact_rows(found)],
        "history": [
            {"at": line.at, "title": HISTORY_LABELS.get(line.action, line.action), "text": line.reason}
            for line in history(found)
        ],
        "may_decide": found.status == Status.ASKED,
        "refuse_form": forms.get("keeldu") or ReasonForm(auto_id="refuse_%s"),
        "cancel_form": (forms.get("tyhista") or ReasonForm(auto_id="cancel_%s")) if may_change else None,
        "move_form": (forms.get("teisalda") or MoveForm(initial=_initial_times(found), auto_id="move_%s"))
        if may_change
        else None,
        "note_form": forms.get("markus") or NoteForm(initial={"note": found.note}) if not found.is_block else None,
        "may_note_no_show": found.status == Status.CONFIRMED and not is_ahead and not found.is_block,
        "may_give_back": bool(found.deposit) and is_over and payment is not None and payment.status == "paid",
    }
    return render(request, "bookings/desk_booking.html", context, status=422 if forms else 200)


def _contact_rows(found: Booking) -> list[tuple[str, str]]:
    rows = [
        (_("Booker"), found.person.name if found.person else ""),
        (_("E-mail"), found.email),
        (_("Phone"), found.phone),
    ]
    return [row for row in rows if row[1]]


def _initial_times(found: Booking) -> dict[str, Any]:
    begins, ends = localtime(found.starts_at, TALLINN), localtime(found.ends_at, TALLINN)
    return {"day": begins.date(), "start": begins.time(), "end": ends.time()}
