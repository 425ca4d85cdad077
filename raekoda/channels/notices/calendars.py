"""Notices with a time as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.channels.notices import addresses
from raekoda.channels.notices.models import Notice
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MOST = 500
FRESH = timedelta(hours=6)


def calendar_response(notices: Iterable[Notice], municipality: Municipality, name: str) -> HttpResponse:
    """An iCalendar file with the notices."""
    response = HttpResponse(
        build_calendar(notices, municipality).to_ical(), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def build_calendar(notices: Iterable[Notice], municipality: Municipality) -> Calendar:
    """A calendar with an event per notice, in the active language."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Raekoda//notices//ET")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("%(municipality)s: notices") % {"municipality": municipality.name})
    calendar.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
    host = urlsplit(site_url(municipality)).hostname
    for notice in notices:
        calendar.add_component(_event(notice, f"{notice.ref}@{host}"))
    return calendar


def _event(notice: Notice, uid: str) -> Event:
    from icalendar import Event

    assert notice.starts_at is not None
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", notice.changed_at)
    event.add("last-modified", notice.changed_at)
    event.add("summary", notice.title)
    event.add("description", notice.text)
    event.add("url", addresses.notice_url(notice, get_language() or "et"))
    event.add("categories", [notice.get_kind_display()])
    if notice.place:
        event.add("location", notice.place)
    begins, ends = localtime(notice.starts_at), localtime(notice.ends_at) if notice.ends_at else None
    if _is_midnight(begins) and (ends is None or _is_midnight(ends)):
        _whole_days(event, begins.date(), (ends or begins).date())
    else:
        event.add("dtstart", notice.starts_at)
        if notice.ends_at:
            event.add("dtend", notice.ends_at)
    return event


def _whole_days(event: Event, first: date, last: date) -> None:
    """Set whole days; the end is exclusive (RFC 5545, 3.6.1)."""
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute) == (0, 0)
