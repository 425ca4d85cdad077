"""Events of a foreign calendar unfolded within a budget of steps, each series apart: one that is damaged, or that repeats
without end, is left out and named, and the others stay.

A step is one day that a recurrence rule looks at, whether it matches or not. ``dateutil`` does not bound them: a rule that
never matches ("30 February") is followed from its first day to the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from math import prod
from typing import Any

import recurring_ical_events
from dateutil import rrule
from icalendar import Calendar

from raekoda.platform.core.clock import TALLINN

MOST_STEPS_OF_EVENT = 250_000
MOST_STEPS = 1_000_000
MOST_TIMES = 20_000
MOST_SERIES = 20_000
MOST_A_DAY = 24
A_DAY = {"YEARLY": 1, "MONTHLY": 1, "WEEKLY": 1, "DAILY": 1, "HOURLY": 24, "MINUTELY": 24 * 60, "SECONDLY": 24 * 3600}
LONGEST_NAME = 60
NEEDED = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})


class TooMuch(Exception):
    """A calendar, or one event of it, would take more than is given to it."""


class Budget:
    """Steps that are left for a calendar, and for the event that is being unfolded."""

    def __init__(self) -> None:
        self.of_calendar, self.of_event = MOST_STEPS, MOST_STEPS_OF_EVENT

    def spend(self, steps: int) -> None:
        self.of_calendar -= steps
        self.of_event -= steps
        if self.of_event < 0 or self.of_calendar < 0:
            raise TooMuch("repeats too often")


_budget: ContextVar[Budget | None] = ContextVar("steps", default=None)


class _Counted(rrule._iterinfo):  # type: ignore[name-defined]
    """The days that a rule looks at, counted."""

    def _counted(self, found: tuple[Any, int, int]) -> tuple[Any, int, int]:
        if (budget := _budget.get()) is not None:
            budget.spend(found[2] - found[1])
        return found

    def ydayset(self, *day: int) -> tuple[Any, int, int]:
        return self._counted(super().ydayset(*day))

    def mdayset(self, *day: int) -> tuple[Any, int, int]:
        return self._counted(super().mdayset(*day))

    def wdayset(self, *day: int) -> tuple[Any, int, int]:
        return self._counted(super().wdayset(*day))

    def ddayset(self, *day: int) -> tuple[Any, int, int]:
        return self._counted(super().ddayset(*day))


rrule._iterinfo = _Counted  # type: ignore[attr-defined]


@contextmanager
def steps_bounded() -> Iterator[Budget]:
    """Within this block recurrence rules spend from the budget that is given."""
    budget = Budget()
    token = _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.reset(token)


def occurrences(calendar: Calendar, first: datetime, last: datetime) -> tuple[list[Any], list[str]]:
    """The events between two moments as components with their start and end, and the names of those left out.

    Raises :class:`TooMuch` for a calendar that goes on without end as a whole.
    """
    found: list[Any] = []
    left_out: list[str] = []
    zones = [part for part in calendar.subcomponents if part.name == "VTIMEZONE"]
    with steps_bounded() as budget:
        for name, events in _by_series(calendar).items():
            budget.of_event = MOST_STEPS_OF_EVENT
            try:
                found += _unfolded(zones, events, first, last)
            except Exception:  # what parsers of foreign calendars may raise has no end
                if budget.of_calendar < 0:
                    raise TooMuch("repeats too often") from None
                left_out.append(name[:LONGEST_NAME])
            if len(found) > MOST_TIMES:
                raise TooMuch("too many times")
    return found, left_out


def _by_series(calendar: Calendar) -> dict[str, list[Any]]:
    """The events of a calendar together with the changes of single repetitions, by the identifier they share."""
    series: dict[str, list[Any]] = {}
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        series.setdefault(str(event.get("UID", "")) or f"#{number}", []).append(event)
    if len(series) > MOST_SERIES:
        raise TooMuch("too many events")
    return series


def _unfolded(zones: list[Any], events: list[Any], first: datetime, last: datetime) -> list[Any]:
    apart = Calendar()
    for part in (*zones, *events):
        apart.add_component(part)
    for event in events:
        if any(name in NEEDED for name, _ in event.errors) or not hasattr(event.get("DTSTART"), "dt"):
            raise ValueError("damaged")
        _mend(event)
    found: list[Any] = []
    for series in recurring_ical_events.of(apart).series:
        found += series.between(first, last)
    return [occurrence.as_component(False) for occurrence in found]


def _mend(event: Any) -> None:
    """Give rules their end as a moment where it is a day: the whole day belongs to it. Raises :class:`TooMuch` for a rule
    that repeats more often than every hour or never gets on."""
    start = event["DTSTART"].dt
    given = event.get("RRULE", [])
    for rule in given if isinstance(given, list) else [given]:
        times_a_day = prod(len(rule.get(name) or [0]) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        each_day = A_DAY.get(rule.get("FREQ", [""])[0])
        is_hourly = rule.get("FREQ", [""])[0] == "HOURLY"
        each_hour = prod(len(rule.get(name) or [0]) for name in ("BYMINUTE", "BYSECOND"))
        if each_day is None or 0 in rule.get("INTERVAL", []):
            raise TooMuch("never gets on")
        if each_day > MOST_A_DAY or (each_hour if is_hourly else times_a_day) > (1 if is_hourly else MOST_A_DAY):
            raise TooMuch("repeats too often")
        if isinstance(start, datetime) and start.tzinfo and rule.get("UNTIL"):
            rule["UNTIL"] = [_end_of(until, start) for until in rule["UNTIL"]]


def _end_of(until: Any, start: datetime) -> datetime:
    if isinstance(until, datetime):
        return until if until.tzinfo else until.replace(tzinfo=start.tzinfo).astimezone(UTC)
    return datetime.combine(until, time(23, 59, 59), start.tzinfo or TALLINN).astimezone(UTC)
