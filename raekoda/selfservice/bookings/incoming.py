"""Calendars elsewhere: fetched, read, and kept as busy times only. Safe to run twice: what is there is replaced whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from icalendar import Calendar

from raekoda.platform.core import clock, outgoing
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.text import clean_data
from raekoda.selfservice.bookings.models import BusyTime, ForeignCalendar
from raekoda.selfservice.bookings.rules import DAY, MIDNIGHT, Span, joined, moment
from raekoda.selfservice.bookings.unfolding import MOST_TIMES, TooMuch, occurrences

AHEAD = timedelta(days=400)
MOST_BYTES = 5 * 1024 * 1024
MOST_NAMED = 50
SECONDS = 20
log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """What came is no calendar."""


def fetch(calendar: ForeignCalendar) -> bool:
    """Fetch ``calendar`` and keep its busy times; whether they are new. What cannot be had or read leaves what is kept
    and says so on the calendar."""
    headers = {"Accept": "text/calendar"} | ({"If-None-Match": calendar.etag} if calendar.etag else {})
    try:
        answer = outgoing.request("GET", calendar.url, headers=headers, seconds=SECONDS, most_bytes=MOST_BYTES)
        if answer.status == 304:
            return _noted(calendar, calendar.etag)
        if not answer.is_ok:
            raise outgoing.NotReached(f"http {answer.status}")
        found = read(answer.content, clock.now())
    except (outgoing.NotReached, Unreadable) as error:
        log.warning("calendar_not_read", calendar=calendar.pk, reason=str(error) or type(error).__name__)
        ForeignCalendar.objects.filter(pk=calendar.pk).update(
            problem=(str(error) or type(error).__name__)[:60], fetched_at=clock.now()
        )
        return False
    with transaction.atomic():
        ForeignCalendar.objects.select_for_update(of=("self",)).get(pk=calendar.pk)
        BusyTime.objects.filter(calendar=calendar).delete()
        BusyTime.objects.bulk_create(
            BusyTime(
                municipality_id=calendar.municipality_id, calendar=calendar, resource_id=calendar.resource_id,
                starts_at=span.start, ends_at=span.end,
            )
            for span in found.times
        )  # fmt: skip
        _noted(calendar, answer.headers.get("ETag", "")[:200])
        ForeignCalendar.objects.filter(pk=calendar.pk).update(
            left_out=clean_data(found.left_out[:MOST_NAMED]), left_out_count=len(found.left_out)
        )
    return True


@dataclass(frozen=True)
class Read:
    """The busy times of a calendar, and the names (identifiers) of events that could not be read."""

    times: list[Span]
    left_out: list[str]


def read(content: bytes, now: datetime) -> Read:
    """When the calendar says busy, from today on, repeated events unfolded, joined. Raises :class:`Unreadable`."""
    first, last = now - DAY, now + AHEAD
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        if not calendars:
            raise Unreadable("no calendar")
        found: list[Span] = []
        left_out: list[str] = []
        for calendar in calendars:
            events, damaged = occurrences(calendar, first, last)
            found += _spans(events) + _free_busy(calendar)
            left_out += damaged
    except Unreadable:
        raise
    except TooMuch as error:
        raise Unreadable(str(error)) from error
    except Exception as error:  # what parsers of foreign calendars may raise has no end
        raise Unreadable(type(error).__name__) from error
    if len(found) > MOST_TIMES:
        raise Unreadable("too many times")
    times = joined(span for span in found if span.end > first and span.start < last and span.end > span.start)
    return Read(times, left_out)


def busy_times(content: bytes, now: datetime) -> list[Span]:
    """The times of :func:`read`. Raises :class:`Unreadable`."""
    return read(content, now).times


def _spans(events: list[Any]) -> list[Span]:
    """The times of events that take time: not of those that are transparent or cancelled."""
    return [
        Span(_moment(event["DTSTART"].dt), _moment(event["DTEND"].dt))
        for event in events
        if str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"
        and str(event.get("STATUS", "CONFIRMED")).upper() != "CANCELLED"
        and "DTEND" in event
    ]


def _free_busy(calendar: Any) -> list[Span]:
    """Periods of VFREEBUSY components, but for those that are free."""
    found: list[Span] = []
    for part in calendar.walk("VFREEBUSY"):
        rows = part.get("FREEBUSY", [])
        for row in rows if isinstance(rows, list) else [rows]:
            if str(row.params.get("FBTYPE", "BUSY")).upper() == "FREE":
                continue
            periods = row if isinstance(row, list) else [row]
            for period in periods:
                start, end = period.dt if hasattr(period, "dt") else (period.start, period.end)
                found.append(Span(_moment(start), _moment(start + end if isinstance(end, timedelta) else end)))
    return found


def _moment(value: date | datetime) -> datetime:
    """Whole days and times without a zone are local."""
    if not isinstance(value, datetime):
        return moment(value, MIDNIGHT)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=TALLINN).astimezone(UTC)


def _noted(calendar: ForeignCalendar, etag: str) -> bool:
    ForeignCalendar.objects.filter(pk=calendar.pk).update(etag=etag, fetched_at=clock.now(), problem="")
    return False
