"""Paths and full addresses of a booking's pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.platform.core.links import site_url
from raekoda.selfservice.bookings.models import Booking, CalendarLink, WaitingEntry


def path(booking: Booking, language: str = "et") -> str:
    """Path of the booker's page: under self-service for a person, with the token for a guest."""
    with override(language):
        if booking.person_id:
            return reverse("bookings_own:booking", args=[booking.ref])
        return reverse("bookings:guest", args=[booking.token])


def url(booking: Booking) -> str:
    return site_url(booking.municipality) + path(booking, booking.language)


def waiting_url(entry: WaitingEntry) -> str:
    with override(entry.language):
        return site_url(entry.municipality) + reverse("bookings:waiting", args=[entry.token])


def desk_url(booking: Booking) -> str:
    with override("et"):
        return site_url(booking.municipality) + reverse("bookings_desk:booking", args=[booking.ref])


def calendar_url(link: CalendarLink) -> str:
    """The secret iCalendar address."""
    return f"{site_url(link.municipality)}{reverse('bookings_feeds:calendar', args=[link.token])}"
