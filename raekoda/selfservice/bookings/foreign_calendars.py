"""Import of foreign calendars as busy times. Idempotent: each import replaces all busy times of the calendar."""

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
from raekoda.selfservice.bookings.recurrence import MAX_TIMES, BudgetExceeded, occurrences
from raekoda.selfservice.bookings.rules import DAY, MIDNIGHT, Span, local_moment, merge

AHEAD = timedelta(days=400)
MAX_BYTES = 5 * 1024 * 1024
MAX_LEFT_OUT = 50
SECONDS = 20
log = structlog.get_logger(__name__)


class UnreadableCalendar(Exception):
    """The response is not a usable calendar."""


def fetch(calendar: ForeignCalendar) -> bool:
    """Fetch ``calendar`` and replace its busy times; True when they were replaced. A calendar that cannot be fetched or
    parsed keeps its busy times and gets a ``problem``."""
    headers = {"Accept": "text/calendar"} | ({"If-None-Match": calendar.etag} if calendar.etag else {})
    try:
        answer = outgoing.request("GET", calendar.url, headers=headers, seconds=SECONDS, most_bytes=MAX_BYTES)
        if answer.status == 304:
            _record_fetch(calendar, calendar.etag)
            return False
        if not answer.is_ok:
            raise outgoing.NotReached(f"http {answer.status}")
        found = parse(answer.content, clock.now())
    except (outgoing.NotReached, UnreadableCalendar) as error:
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
        _record_fetch(calendar, answer.headers.get("ETag", "")[:200])
        ForeignCalendar.objects.filter(pk=calendar.pk).update(
            left_out=clean_data(found.left_out[:MAX_LEFT_OUT]), left_out_count=len(found.left_out)
        )
    return True


@dataclass(frozen=True)
class ParsedCalendar:
    """Busy times of a calendar, and the identifiers (UID) of events that could not be parsed."""

    times: list[Span]
    left_out: list[str]


def parse(content: bytes, now: datetime) -> ParsedCalendar:
    """Busy times from a day before ``now`` until ``AHEAD`` after it, with recurrences expanded, merged.

    Raises :class:`UnreadableCalendar`.
    """
    first, last = now - DAY, now + AHEAD
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        if not calendars:
            raise UnreadableCalendar("no calendar")
        found: list[Span] = []
        left_out: list[str] = []
        for calendar in calendars:
            events, damaged = occurrences(calendar, first, last)
            found += _spans(events) + _free_busy_spans(calendar)
            left_out += damaged
    except UnreadableCalendar:
        raise
    except BudgetExceeded as error:
        raise UnreadableCalendar(str(error)) from error
    except Exception as error:  # parsers of foreign calendars raise all kinds of exceptions
        raise UnreadableCalendar(type(error).__name__) from error
    if len(found) > MAX_TIMES:
        raise UnreadableCalendar("too many times")
    times = merge(span for span in found if span.end > first and span.start < last and span.end > span.start)
    return ParsedCalendar(times, left_out)


def busy_times(content: bytes, now: datetime) -> list[Span]:
    """The times of :func:`parse`. Raises :class:`UnreadableCalendar`."""
    return parse(content, now).times


def _spans(events: list[Any]) -> list[Span]:
    """Times of events, except transparent and cancelled ones."""
    return [
        Span(_moment(event["DTSTART"].dt), _moment(event["DTEND"].dt))
        for event in events
        if str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"
        and str(event.get("STATUS", "CONFIRMED")).upper() != "CANCELLED"
        and "DTEND" in event
    ]


def _free_busy_spans(calendar: Any) -> list[Span]:
    """Periods of VFREEBUSY components, except free ones."""
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
    """As an aware datetime; dates and naive datetimes are local."""
    if not isinstance(value, datetime):
        return local_moment(value, MIDNIGHT)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=TALLINN).astimezone(UTC)


def _record_fetch(calendar: ForeignCalendar, etag: str) -> None:
    ForeignCalendar.objects.filter(pk=calendar.pk).update(etag=etag, fetched_at=clock.now(), problem="")
