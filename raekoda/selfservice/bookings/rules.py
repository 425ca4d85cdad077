"""Pure rules of time: opening hours of a day, slots, free spans, buffers, bookable times. No database, no clock.

Hours are local (Europe/Tallinn) and are converted to UTC day by day, so days of 23 or 25 hours are handled. Durations are
elapsed minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from raekoda.platform.core.clock import TALLINN

MIDNIGHT = time(0)
DAY = timedelta(days=1)
YEARS = range(2000, 2200)
"""Years in which dates are accepted; a date of another year in an address is ignored."""


class Span(NamedTuple):
    """A half-open interval [start, end) of aware datetimes."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def widened(self, before: int, after: int) -> Span:
        """The span extended by ``before`` and ``after`` minutes."""
        return Span(self.start - timedelta(minutes=before), self.end + timedelta(minutes=after))


@dataclass(frozen=True)
class Opening:
    """Weekly hours on ``weekday`` (Monday is 0), valid from and to a day (inclusive)."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    def applies_on(self, day: date) -> bool:
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class SpecialHours:
    """Exceptional hours from ``first_day`` through ``last_day``, or closed (no hours)."""

    first_day: date
    last_day: date
    opens: time | None = None
    closes: time | None = None
    note: str = ""

    def applies_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Terms:
    """Terms of booking a resource, in minutes (``horizon`` in days); without ``slot``, free ranges in steps of ``step``."""

    slot: int | None
    step: int
    shortest: int
    longest: int
    before: int = 0
    after: int = 0
    lead: int = 0
    horizon: int = 365


class Problem(StrEnum):
    """Why a time cannot be booked."""

    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED = "closed"
    GRID = "grid"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


def local_moment(day: date, hour: time, *, closing: bool = False) -> datetime:
    """The UTC datetime of the local ``hour`` on ``day``. A repeated hour (end of summer time): its first occurrence, the second
    with ``closing``; a skipped hour: after the gap, before it with ``closing``."""
    return datetime.combine(day, hour, TALLINN).replace(fold=int(closing)).astimezone(UTC)


def open_hours(
    day: date, weekly: Iterable[Opening], exceptions: Iterable[SpecialHours], *, closed_as_holiday: bool = False
) -> list[Span]:
    """Opening hours on ``day``, in order, merged. Exceptions replace weekly hours and holidays."""
    special = [row for row in exceptions if row.applies_on(day)]
    if special:
        hours = [(row.opens, row.closes) for row in special if row.opens is not None and row.closes is not None]
        if len(hours) < len(special):
            return []
    elif closed_as_holiday:
        return []
    else:
        hours = [(row.opens, row.closes) for row in weekly if row.applies_on(day)]
    return merge(span for opens, closes in hours if (span := _span(day, opens, closes)) is not None)


def merge(spans: Iterable[Span]) -> list[Span]:
    """The union of the spans as the fewest spans, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def slots(hours: Iterable[Span], minutes: int) -> list[Span]:
    """Consecutive slots of ``minutes`` from each opening, none past its closing."""
    length, found = timedelta(minutes=minutes), []
    for span in hours:
        start = span.start
        while start + length <= span.end:
            found.append(Span(start, start + length))
            start += length
    return found


def free_spans(hours: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """``hours`` minus ``taken``."""
    busy, left = merge(taken), []
    for span in hours:
        start = span.start
        for other in busy:
            if other.end <= start or other.start >= span.end:
                continue
            if other.start > start:
                left.append(Span(start, other.start))
            start = max(start, other.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return left


def possible_starts(hours: Sequence[Span], free: Iterable[Span], terms: Terms) -> list[datetime]:
    """Start times on the grid of each opening with the shortest duration free; ``free`` has buffers subtracted."""
    step, shortest, found = timedelta(minutes=terms.step), timedelta(minutes=terms.shortest), []
    stretches = list(free)
    for span in hours:
        start = span.start
        while start + shortest <= span.end:
            if any(stretch.contains(Span(start, start + shortest)) for stretch in stretches):
                found.append(start)
            start += step
    return found


def lengths(terms: Terms) -> list[int]:
    """Durations that may be booked, in minutes."""
    if terms.slot is not None:
        return [terms.slot]
    return list(range(terms.shortest, terms.longest + 1, terms.step))


def find_problem(span: Span, hours: Sequence[Span], terms: Terms, now: datetime) -> Problem | None:
    """Why the rules of the resource do not allow ``span``; None when they do. Occupancy is not checked.

    ``hours`` are the opening hours of the day on which the span starts.
    """
    if span.start <= now:
        return Problem.PAST
    if span.start < now + timedelta(minutes=terms.lead):
        return Problem.TOO_SOON
    if span.start.astimezone(TALLINN).date() > now.astimezone(TALLINN).date() + timedelta(days=terms.horizon):
        return Problem.TOO_FAR
    around = next((opening for opening in hours if opening.contains(span)), None)
    if around is None:
        return Problem.CLOSED
    if terms.slot is not None:
        return None if span in slots([around], terms.slot) else Problem.GRID
    return _free_range_problem(span, around, terms)


def free_items(span: Span, taken: Mapping[int, Sequence[Span]], everywhere: Iterable[Span] = ()) -> list[int]:
    """Ids of the items for which ``span`` (buffers included) is free; ``everywhere`` is busy for all of them."""
    if any(span.overlaps(busy) for busy in everywhere):
        return []
    return [item for item, times in taken.items() if not any(span.overlaps(busy) for busy in times)]


def weekly(first: date, last: date, every_weeks: int, opens: time, closes: time) -> list[Span]:
    """The same local hours every ``every_weeks`` weeks, from ``first`` through ``last``."""
    found, day = [], first
    while day <= last:
        span = _span(day, opens, closes)
        if span is not None:
            found.append(span)
        day += timedelta(weeks=every_weeks)
    return found


def days_of_week(day: date) -> list[date]:
    """The seven days of the week of ``day``, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def day_span(day: date) -> Span:
    """From local midnight to local midnight."""
    return Span(local_moment(day, MIDNIGHT), local_moment(day + DAY, MIDNIGHT))


def is_free_to_cancel(starts_at: datetime, now: datetime, hours: int) -> bool:
    """Whether cancelling at ``now`` is at least ``hours`` before the start."""
    return now <= starts_at - timedelta(hours=hours)


def next_status(*, needs_word: bool, needs_approval: bool, needs_payment: bool) -> str:
    """Status by what the booking waits for first: the booker's confirmation, approval, payment; else "confirmed"."""
    if needs_word:
        return "held"
    if needs_approval:
        return "asked"
    return "held" if needs_payment else "confirmed"


def _free_range_problem(span: Span, around: Span, terms: Terms) -> Problem | None:
    minutes = span.length // timedelta(minutes=1)
    if minutes < terms.shortest:
        return Problem.TOO_SHORT
    if minutes > terms.longest:
        return Problem.TOO_LONG
    step = timedelta(minutes=terms.step)
    on_grid = not (span.start - around.start) % step and span.length == timedelta(minutes=minutes)
    return None if on_grid and minutes in lengths(terms) else Problem.GRID


def _span(day: date, opens: time, closes: time) -> Span | None:
    last = day + DAY if closes == MIDNIGHT else day
    span = Span(local_moment(day, opens), local_moment(last, closes, closing=True))
    return span if span.start < span.end else None
