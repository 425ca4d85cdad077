"""Pages of a booking for its booker, signed in or by link: view, confirm, pay, move, cancel, download."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.money import euros
from raekoda.selfservice.bookings import actions, availability, ics, presenters, rules
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings.actions.lifecycle import CHANGEABLE, require_movable
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.forms import TimeForm, parse_day
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.site import common

Find = Callable[[HttpRequest, str], Booking]


@dataclass(frozen=True)
class Pages:
    """Pages of a booking under the URL ``namespace``. ``find`` gets the booking, ``key`` gives its URL key, ``actor`` the
    acting user; ``guard`` is the access decorator of the views."""

    namespace: str
    name: str
    find: Find
    key: Callable[[Booking], str]
    actor: Callable[[HttpRequest], Actor]
    guard: Callable[[Callable[..., HttpResponse]], Callable[..., Any]]

    def urls(self, prefix: str) -> list[URLPattern]:
        """URL patterns under ``prefix`` and the key of the booking."""
        pages = {
            "": ("", require_safe(self.page)), "kinnita/": ("_confirm", require_POST(self.confirm)),
            "muuda/": ("_move", require_http_methods(["GET", "HEAD", "POST"])(self.move)),
            "tyhista/": ("_cancel", require_http_methods(["GET", "HEAD", "POST"])(self.cancel)),
            "kalender.ics": ("_ics", require_safe(self.calendar)),
        }  # fmt: skip
        return [
            path(f"{prefix}<str:key>/{end}", self.guard(view), name=f"{self.name}{name}")
            for end, (name, view) in pages.items()
        ]

    def page(self, request: HttpRequest, key: str) -> HttpResponse:
        """Status and available actions."""
        return self._private(render(request, "bookings/booking.html", self._context(self.find(request, key))))

    def confirm(self, request: HttpRequest, key: str) -> HttpResponse:
        """Confirm by POST, because mail scanners open links."""
        return self._perform(
            request, key, lambda booking, actor: actions.confirm(booking, actor=actor), _("Confirmed.")
        )

    def cancel(self, request: HttpRequest, key: str) -> HttpResponse:
        """Ask for confirmation with the refund terms, then cancel."""
        booking = self.find(request, key)
        if request.method == "POST":
            return self._perform(
                request, key, lambda found, actor: actions.cancel(found, actor=actor), _("The booking is cancelled.")
            )
        in_time = rules.is_free_to_cancel(booking.starts_at, clock.now(), booking.resource.free_cancel_hours)
        return self._private(render(request, "bookings/cancel.html", self._context(booking) | {"in_time": in_time}))

    def move(self, request: HttpRequest, key: str) -> HttpResponse:
        """Choose another time; the booking is unchanged until the new time is allocated."""
        booking = self.find(request, key)
        here = self._url("_move", booking)
        span = common.requested_span(request)
        if request.method == "POST" and span is not None:
            return self._perform(
                request, key, lambda found, actor: actions.move(found, span, actor=actor), _("The booking has its new time."),
                error_url=here,
            )  # fmt: skip
        context = self._context(booking)
        if not context["may_move"]:
            return redirect(self._url("", booking))
        if span is not None:
            price = bookers.quote(booking.resource, span, booking.person)
            context |= {
                "new_when": presenters.format_when(*span), "query": presenters.time_query(span),
                "price": euros(price.total) if price.total else "",
            }  # fmt: skip
            return self._private(render(request, "bookings/move_check.html", context))
        if not booking.resource.has_slots and "paev" in request.GET:
            context |= self._free_times(request, booking)
            return self._private(render(request, "bookings/move_choose.html", context))
        context |= common.week_context(request, booking.resource, exclude=booking, base=here)
        return self._private(render(request, "bookings/move.html", context))

    def calendar(self, request: HttpRequest, key: str) -> HttpResponse:
        """The booking as a file for calendars."""
        booking = self.find(request, key)
        return ics.calendar_response(ics.person_calendar([booking], booking.municipality), f"{booking.ref}.ics")

    def _free_times(self, request: HttpRequest, booking: Booking) -> dict[str, Any]:
        requested = max(parse_day(request.GET.get("paev", ""), clock.today()), clock.today())
        (day,) = availability.days(booking.resource, [requested], exclude=booking)
        return {
            "form": TimeForm(booking.resource, day),
            "day": day,
            "stretches": [presenters.format_when(*span) for span in day.merged_stretches],
        }

    def _context(self, booking: Booking) -> dict[str, Any]:
        presenters.annotate(booking)
        is_ahead = booking.starts_at > clock.now()
        pay = booking.payment if booking.status == Status.HELD and not booking.needs_word else None
        return {
            "booking": booking,
            "resource": booking.resource,
            "facts": presenters.present_booking(booking),
            "until": presenters.format_moment(booking.hold_until) if booking.hold_until else "",
            "may_confirm": booking.status == Status.HELD and booking.needs_word,
            "may_move": self._may_move(booking),
            "may_cancel": booking.status in CHANGEABLE and is_ahead,
            "pay_url": self._pay_url(booking) if pay is not None and pay.is_open else "",
            "receipt_url": self._pay_url(booking) if booking.payment is not None and booking.payment.paid_at else "",
            "urls": {name: self._url(f"_{name}", booking) for name in ("confirm", "move", "cancel", "ics")},
            "page_url": self._url("", booking),
        }

    @staticmethod
    def _may_move(booking: Booking) -> bool:
        try:
            require_movable(booking, actor=Actor.resident())
        except BookingError:
            return False
        return True

    @staticmethod
    def _pay_url(booking: Booking) -> str:
        payment = booking.payment
        assert payment is not None
        if payment.person_id:
            return reverse("payments:payment", args=[payment.ref])
        return reverse("payments:visitor", args=[payment.token])

    def _perform(
        self, request: HttpRequest, key: str, act: Callable[[Booking, Actor], Any], message: str, *, error_url: str = ""
    ) -> HttpResponse:
        booking = self.find(request, key)
        try:
            act(booking, self.actor(request))
        except BookingError as refusal:
            messages.warning(request, refusal.message)
            return redirect(error_url or self._url("", booking))
        messages.success(request, message)
        return redirect(self._url("", booking))

    def _url(self, name: str, booking: Booking) -> str:
        return reverse(f"{self.namespace}:{self.name}{name}", args=[self.key(booking)])

    @staticmethod
    def _private(response: HttpResponse) -> HttpResponse:
        response["Cache-Control"] = "private, no-store"
        return response
