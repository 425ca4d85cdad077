"""The page of one booking for who has it, signed in or with the link: see, confirm, pay, move, cancel, take along."""

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
from raekoda.selfservice.bookings import actions, availability, ics, rules, show
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings.actions.changing import CHANGEABLE, must_be_movable
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.forms import TimeForm, day_of
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.site import common

Find = Callable[[HttpRequest, str], Booking]


@dataclass(frozen=True)
class Pages:
    """Pages of a booking found by ``find`` under addresses of ``namespace``; ``guard`` lets people in; ``key`` names a
    booking in its address, ``actor`` says who acts."""

    namespace: str
    name: str
    find: Find
    key: Callable[[Booking], str]
    actor: Callable[[HttpRequest], Actor]
    guard: Callable[[Callable[..., HttpResponse]], Callable[..., Any]]

    def urls(self, prefix: str) -> list[URLPattern]:
        """Their paths, beneath ``prefix`` and the booking's key."""
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
        """How the booking stands and what can be done."""
        return self._kept(render(request, "bookings/booking.html", self._context(self.find(request, key))))

    def confirm(self, request: HttpRequest, key: str) -> HttpResponse:
        """The booker's word: by a button, because programs that read mail open links."""
        return self._done(request, key, lambda booking, actor: actions.confirm(booking, actor=actor), _("Confirmed."))

    def cancel(self, request: HttpRequest, key: str) -> HttpResponse:
        """Asks once, says what goes back, then cancels."""
        booking = self.find(request, key)
        if request.method == "POST":
            return self._done(
                request, key, lambda found, actor: actions.cancel(found, actor=actor), _("The booking is cancelled.")
            )
        in_time = rules.is_free_to_cancel(booking.starts_at, clock.now(), booking.resource.free_cancel_hours)
        return self._kept(render(request, "bookings/cancel.html", self._context(booking) | {"in_time": in_time}))

    def move(self, request: HttpRequest, key: str) -> HttpResponse:
        """Another time from the calendar; the old one is kept until the new one is had."""
        booking = self.find(request, key)
        here = self._url("_move", booking)
        span = common.span_asked(request)
        if request.method == "POST" and span is not None:
            return self._done(
                request, key, lambda found, actor: actions.move(found, span, actor=actor), _("The booking has its new time."),
                on_refusal=here,
            )  # fmt: skip
        context = self._context(booking)
        if not context["may_move"]:
            return redirect(self._url("", booking))
        if span is not None:
            price = bookers.quote(booking.resource, span, booking.person)
            context |= {
                "new_when": show.when(*span), "query": show.query_of(span),
                "price": euros(price.total) if price.total else "",
            }  # fmt: skip
            return self._kept(render(request, "bookings/move_check.html", context))
        if not booking.resource.has_slots and "paev" in request.GET:
            context |= self._free_times(request, booking)
            return self._kept(render(request, "bookings/move_choose.html", context))
        context |= common.week(request, booking.resource, but=booking, base=here)
        return self._kept(render(request, "bookings/move.html", context))

    def calendar(self, request: HttpRequest, key: str) -> HttpResponse:
        """The booking as a file for calendars."""
        booking = self.find(request, key)
        return ics.response(ics.own([booking], booking.municipality), f"{booking.ref}.ics")

    def _free_times(self, request: HttpRequest, booking: Booking) -> dict[str, Any]:
        wanted = max(day_of(request.GET.get("paev", ""), clock.today()), clock.today())
        (day,) = availability.days(booking.resource, [wanted], but=booking)
        return {
            "form": TimeForm(booking.resource, day),
            "day": day,
            "stretches": [show.when(*each) for each in day.shown],
        }

    def _context(self, booking: Booking) -> dict[str, Any]:
        show.with_tone(booking)
        is_ahead = booking.starts_at > clock.now()
        pay = booking.payment if booking.status == Status.HELD and not booking.needs_word else None
        return {
            "booking": booking,
            "resource": booking.resource,
            "facts": show.facts(booking),
            "until": show.moment(booking.hold_until) if booking.hold_until else "",
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
            must_be_movable(booking, actor=Actor.resident())
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

    def _done(
        self, request: HttpRequest, key: str, act: Callable[[Booking, Actor], Any], words: str, *, on_refusal: str = ""
    ) -> HttpResponse:
        booking = self.find(request, key)
        try:
            act(booking, self.actor(request))
        except BookingError as refusal:
            messages.warning(request, refusal.message)
            return redirect(on_refusal or self._url("", booking))
        messages.success(request, words)
        return redirect(self._url("", booking))

    def _url(self, name: str, booking: Booking) -> str:
        return reverse(f"{self.namespace}:{self.name}{name}", args=[self.key(booking)])

    @staticmethod
    def _kept(response: HttpResponse) -> HttpResponse:
        response["Cache-Control"] = "private, no-store"
        return response
