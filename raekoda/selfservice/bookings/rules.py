"""Pure rules of time: opening hours of a day, slots, free stretches, buffers, what may be booked when. No database, no clock.

Hours are local (Europe/Tallinn) and become moments day by day: a day of 23 or 25 hours has what its clocks show. Lengths
are real minutes.
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
"""In which days are reckoned with; an address that names another year names nothing."""


class Span(NamedTuple):
    """From a moment to another, the second not within; both aware."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def widened(self, before: int, after: int) -> Span:
        """With so many minutes more before and after."""
        return Span(self.start - timedelta(minutes=before), self.end + timedelta(minutes=after))


@dataclass(frozen=True)
class Opening:
    """Open every week on ``weekday`` (Monday is 0), from a day to a day."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class Exceptional:
    """Other hours from a day through a day, or closed (no hours)."""

    first_day: date
    last_day: date
    opens: time | None = None
    closes: time | None = None
    words: str = ""

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Terms:
    """How a resource is booked. Minutes, days; without ``slot`` free ranges in steps of ``step``."""

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


def moment(day: date, hour: time, *, closing: bool = False) -> datetime:
    """The moment at which clocks show ``hour`` on ``day``. An hour shown twice: the first time, the second for closing;
    an hour that is skipped: after the gap, before it for closing."""
    return datetime.combine(day, hour, TALLINN).replace(fold=int(closing)).astimezone(UTC)


def open_hours(
    day: date, weekly: Iterable[Opening], exceptions: Iterable[Exceptional], *, closed_as_holiday: bool = False
) -> list[Span]:
    """When it is open on ``day``, in order, joined. Exceptions take the place of weekly hours and of holidays."""
    special = [each for each in exceptions if each.holds_on(day)]
    if special:
        hours = [(each.opens, each.closes) for each in special if each.opens is not None and each.closes is not None]
        if len(hours) < len(special):
            return []
    elif closed_as_holiday:
        return []
    else:
        hours = [(each.opens, each.closes) for each in weekly if each.holds_on(day)]
    return joined(span for opens, closes in hours if (span := _span(day, opens, closes)) is not None)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as can be, in order."""
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return whole


def slots(hours: Iterable[Span], minutes: int) -> list[Span]:
    """Slots of so many minutes one after another from each opening, none beyond the closing."""
    length, found = timedelta(minutes=minutes), []
    for span in hours:
        start = span.start
        while start + length <= span.end:
            found.append(Span(start, start + length))
            start += length
    return found


def free_stretches(hours: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of ``hours`` when ``taken`` is cut out."""
    busy, left = joined(taken), []
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


def starts(hours: Sequence[Span], free: Iterable[Span], terms: Terms) -> list[datetime]:
    """Beginnings on the grid of each opening from which the shortest time is free; ``free`` has buffers counted in."""
    step, shortest, found = timedelta(minutes=terms.step), timedelta(minutes=terms.shortest), []
    stretches = list(free)
    for span in hours:
        start = span.start
        while start + shortest <= span.end:
            if any(each.holds(Span(start, start + shortest)) for each in stretches):
                found.append(start)
            start += step
    return found


def lengths(terms: Terms) -> list[int]:
    """How many minutes may be booked."""
    if terms.slot is not None:
        return [terms.slot]
    return list(range(terms.shortest, terms.longest + 1, terms.step))


def problem_of(span: Span, hours: Sequence[Span], terms: Terms, now: datetime) -> Problem | None:
    """Why ``span`` cannot be booked by the rules of the resource (whether it is free is not asked here); None: it can.

    ``hours`` are the opening hours of the day on which the span begins.
    """
    if span.start <= now:
        return Problem.PAST
    if span.start < now + timedelta(minutes=terms.lead):
        return Problem.TOO_SOON
    if span.start.astimezone(TALLINN).date() > now.astimezone(TALLINN).date() + timedelta(days=terms.horizon):
        return Problem.TOO_FAR
    around = next((each for each in hours if each.holds(span)), None)
    if around is None:
        return Problem.CLOSED
    if terms.slot is not None:
        return None if span in slots([around], terms.slot) else Problem.GRID
    return _free_range_problem(span, around, terms)


def free_items(span: Span, taken: Mapping[int, Sequence[Span]], everywhere: Iterable[Span] = ()) -> list[int]:
    """Items at which ``span`` (buffers counted in) is free; ``everywhere`` is busy for all of them."""
    if any(span.overlaps(each) for each in everywhere):
        return []
    return [item for item, times in taken.items() if not any(span.overlaps(each) for each in times)]


def weekly(first: date, last: date, every_weeks: int, opens: time, closes: time) -> list[Span]:
    """The same local hours every so many weeks, from ``first`` through ``last``."""
    found, day = [], first
    while day <= last:
        span = _span(day, opens, closes)
        if span is not None:
            found.append(span)
        day += timedelta(weeks=every_weeks)
    return found


def week_of(day: date) -> list[date]:
    """The seven days of the week of ``day``, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def day_span(day: date) -> Span:
    """From midnight to midnight, as clocks show it."""
    return Span(moment(day, MIDNIGHT), moment(day + DAY, MIDNIGHT))


def is_free_to_cancel(starts_at: datetime, now: datetime, hours: int) -> bool:
    """Whether what was paid goes back when it is cancelled now."""
    return now <= starts_at - timedelta(hours=hours)


def next_status(*, needs_word: bool, needs_approval: bool, needs_payment: bool) -> str:
    """What a booking waits for first: its booker's word, an official, the money; else it is confirmed."""
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
    span = Span(moment(day, opens), moment(last, closes, closing=True))
    return span if span.start < span.end else None
