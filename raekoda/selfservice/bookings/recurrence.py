"""Expansion of recurring events of a foreign calendar within a budget of steps. Series are expanded separately: a damaged or
unbounded one is left out and reported, the others are used.

A step is one day examined by a recurrence rule, whether it matches or not. ``dateutil`` does not limit them: a rule that
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

MAX_STEPS_PER_EVENT = 250_000
MAX_STEPS = 1_000_000
MAX_TIMES = 20_000
MAX_SERIES = 20_000
MAX_PER_DAY = 24
PER_DAY = {"YEARLY": 1, "MONTHLY": 1, "WEEKLY": 1, "DAILY": 1, "HOURLY": 24, "MINUTELY": 24 * 60, "SECONDLY": 24 * 3600}
MAX_NAME_LENGTH = 60
NEEDED = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})


class BudgetExceeded(Exception):
    """A calendar or one of its events needs more steps than its budget."""


class Budget:
    """Remaining steps of a calendar and of the event that is being expanded."""

    def __init__(self) -> None:
        self.calendar_steps, self.event_steps = MAX_STEPS, MAX_STEPS_PER_EVENT

    def spend(self, steps: int) -> None:
        self.calendar_steps -= steps
        self.event_steps -= steps
        if self.event_steps < 0 or self.calendar_steps < 0:
            raise BudgetExceeded("repeats too often")


_budget: ContextVar[Budget | None] = ContextVar("steps", default=None)


class _CountingIterInfo(rrule._iterinfo):  # type: ignore[name-defined]
    """Counts the days examined by a rule (dateutil has no public hook)."""

    def _count(self, found: tuple[Any, int, int]) -> tuple[Any, int, int]:
        if (budget := _budget.get()) is not None:
            budget.spend(found[2] - found[1])
        return found

    def ydayset(self, *day: int) -> tuple[Any, int, int]:
        return self._count(super().ydayset(*day))

    def mdayset(self, *day: int) -> tuple[Any, int, int]:
        return self._count(super().mdayset(*day))

    def wdayset(self, *day: int) -> tuple[Any, int, int]:
        return self._count(super().wdayset(*day))

    def ddayset(self, *day: int) -> tuple[Any, int, int]:
        return self._count(super().ddayset(*day))


rrule._iterinfo = _CountingIterInfo  # type: ignore[attr-defined]


@contextmanager
def limit_steps() -> Iterator[Budget]:
    """Recurrence rules evaluated within this block spend from the yielded budget."""
    budget = Budget()
    token = _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.reset(token)


def occurrences(calendar: Calendar, first: datetime, last: datetime) -> tuple[list[Any], list[str]]:
    """Occurrences between ``first`` and ``last`` as components with start and end, and the identifiers of events left out.

    Raises :class:`BudgetExceeded` when the calendar as a whole exceeds its budget.
    """
    found: list[Any] = []
    left_out: list[str] = []
    zones = [part for part in calendar.subcomponents if part.name == "VTIMEZONE"]
    with limit_steps() as budget:
        for name, events in _by_series(calendar).items():
            budget.event_steps = MAX_STEPS_PER_EVENT
            try:
                found += _expand(zones, events, first, last)
            except Exception:  # parsers of foreign calendars raise all kinds of exceptions
                if budget.calendar_steps < 0:
                    raise BudgetExceeded("repeats too often") from None
                left_out.append(name[:MAX_NAME_LENGTH])
            if len(found) > MAX_TIMES:
                raise BudgetExceeded("too many times")
    return found, left_out


def _by_series(calendar: Calendar) -> dict[str, list[Any]]:
    """Events of a calendar and their overridden occurrences, by UID."""
    series: dict[str, list[Any]] = {}
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        series.setdefault(str(event.get("UID", "")) or f"#{number}", []).append(event)
    if len(series) > MAX_SERIES:
        raise BudgetExceeded("too many events")
    return series


def _expand(zones: list[Any], events: list[Any], first: datetime, last: datetime) -> list[Any]:
    single = Calendar()
    for part in (*zones, *events):
        single.add_component(part)
    for event in events:
        if any(name in NEEDED for name, _ in event.errors) or not hasattr(event.get("DTSTART"), "dt"):
            raise ValueError("damaged")
        _normalize_rules(event)
    found: list[Any] = []
    for series in recurring_ical_events.of(single).series:
        found += series.between(first, last)
    return [occurrence.as_component(False) for occurrence in found]


def _normalize_rules(event: Any) -> None:
    """Convert UNTIL dates to the end of that day. Raises :class:`BudgetExceeded` for a rule that repeats more often than hourly
    or does not advance."""
    start = event["DTSTART"].dt
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        times_a_day = prod(len(rule.get(name) or [0]) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        each_day = PER_DAY.get(rule.get("FREQ", [""])[0])
        is_hourly = rule.get("FREQ", [""])[0] == "HOURLY"
        each_hour = prod(len(rule.get(name) or [0]) for name in ("BYMINUTE", "BYSECOND"))
        if each_day is None or 0 in rule.get("INTERVAL", []):
            raise BudgetExceeded("never gets on")
        if each_day > MAX_PER_DAY or (each_hour if is_hourly else times_a_day) > (1 if is_hourly else MAX_PER_DAY):
            raise BudgetExceeded("repeats too often")
        if isinstance(start, datetime) and start.tzinfo and rule.get("UNTIL"):
            rule["UNTIL"] = [_end_of(until, start) for until in rule["UNTIL"]]


def _end_of(until: Any, start: datetime) -> datetime:
    if isinstance(until, datetime):
        return until if until.tzinfo else until.replace(tzinfo=start.tzinfo).astimezone(UTC)
    return datetime.combine(until, time(23, 59, 59), start.tzinfo or TALLINN).astimezone(UTC)
