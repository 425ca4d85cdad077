"""Time as the law counts it: Europe/Tallinn days, working days, public holidays (PyPI ``holidays``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

TALLINN = ZoneInfo("Europe/Tallinn")


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, aware, UTC; the one given to :func:`at` inside it."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as of ``moment`` (aware): demo content with a past, tests of legal periods."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def today() -> date:
    """The calendar day in Estonia."""
    return now().astimezone(TALLINN).date()


def local_day(moment: datetime) -> date:
    """The calendar day in Estonia at ``moment``."""
    return moment.astimezone(TALLINN).date()


def local_midnight(day: date) -> datetime:
    """The moment at which ``day`` begins in Estonia."""
    return datetime.combine(day, time.min, TALLINN)


@lru_cache(maxsize=200)
def public_holidays(year: int) -> frozenset[date]:
    """Days of rest of ``year`` besides weekends (Public Holidays and Days of National Importance Act)."""
    import holidays

    return frozenset(holidays.country_holidays("EE", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in public_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def on_or_after_working_day(day: date) -> date:
    """``day``, or the next working day when it is a day of rest (General Part of the Civil Code Act, section 136 (8))."""
    return day if is_working_day(day) else next_working_day(day)


def add_calendar_days(day: date, count: int) -> date:
    """The last day of a period of ``count`` calendar days that starts the day after ``day``; never a day of rest."""
    return on_or_after_working_day(day + timedelta(days=count))


def add_working_days(day: date, count: int) -> date:
    """The last day of a period of ``count`` working days that starts the day after ``day``."""
    for _ in range(count):
        day = next_working_day(day)
    return day


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last of that month where it has no such day (TsÜS § 136 (3))."""
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=count)
