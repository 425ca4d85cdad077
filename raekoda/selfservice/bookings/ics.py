"""Bookings as iCalendar (RFC 5545): a single booking, a person's bookings, a resource's times. No names of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.translation import gettext as _

from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.selfservice.bookings import addresses
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.selfservice.bookings.models.bookings import Status

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

REFRESH_INTERVAL = timedelta(hours=1)
STATUSES = {
    Status.HELD: "TENTATIVE", Status.ASKED: "TENTATIVE", Status.CONFIRMED: "CONFIRMED", Status.NO_SHOW: "CONFIRMED",
    Status.CANCELLED: "CANCELLED", Status.REFUSED: "CANCELLED", Status.EXPIRED: "CANCELLED",
}  # fmt: skip


def calendar_response(calendar: Calendar, name: str) -> HttpResponse:
    """The calendar as a file that is not cached."""
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def person_calendar(bookings: Iterable[Booking], municipality: Municipality) -> Calendar:
    """Bookings of a booker, with links to their pages."""
    calendar = _calendar(municipality, _("Bookings: %(municipality)s") % {"municipality": municipality.name})
    for booking in bookings:
        event = _event(booking, booking.resource.name)
        event.add("url", addresses.url(booking))
        if booking.way in ("phone", "video"):
            event.add("description", str(booking.get_way_display()))
        elif booking.resource.address:
            event.add("location", booking.resource.address)
        if booking.status == Status.CONFIRMED:
            event.add_component(_alarm(booking))
        calendar.add_component(event)
    return calendar


def resource_calendar(bookings: Iterable[Booking], resource: Resource) -> Calendar:
    """Occupied times of a resource for staff, with links to the desk; no names."""
    calendar = _calendar(resource.municipality, resource.name)
    for booking in bookings:
        event = _event(booking, _("Blocked") if booking.is_block else _("Booked"))
        if not booking.is_block:
            event.add("url", addresses.desk_url(booking))
        calendar.add_component(event)
    return calendar


def _calendar(municipality: Municipality, name: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Raekoda//bookings//ET")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    return calendar


def _event(booking: Booking, summary: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{booking.ref}@{urlsplit(site_url(booking.municipality)).hostname}")
    event.add("dtstamp", booking.changed_at)
    event.add("last-modified", booking.changed_at)
    event.add("created", booking.created_at)
    event.add("sequence", booking.sequence)
    event.add("status", STATUSES[Status(booking.status)])
    event.add("summary", summary)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    return event


def _alarm(booking: Booking) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", booking.resource.name)
    alarm.add("trigger", timedelta(hours=-1))
    return alarm
