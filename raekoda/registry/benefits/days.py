"""Days of the year and periods as written in legal acts. Pure functions."""

from __future__ import annotations

import calendar
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from raekoda.platform.core import clock

DAY_OF_YEAR = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")


def validate_day(value: str) -> None:
    """A day of every year as MM-DD ("09-15"). Raises ``ValidationError``."""
    match = DAY_OF_YEAR.match(value)
    if not match or int(match[2]) > calendar.monthrange(2024, int(match[1]))[1]:
        raise ValidationError(_("Write the day as month and day: 09-15 is 15 September."))


def in_year(day: str, year: int) -> date:
    """The day MM-DD in ``year``; 29 February is 28 February in a common year."""
    month, number = int(day[:2]), int(day[3:])
    return date(year, month, min(number, calendar.monthrange(year, month)[1]))


def is_within(day: date, start: str, end: str) -> bool:
    """Whether ``day`` is in the yearly window; one whose end is before its start spans the turn of the year. A window
    that ends on a weekend or public holiday is open until the end of the next working day."""
    first, last = window_around(day, start, end)
    return first <= day <= last


def window_around(day: date, start: str, end: str) -> tuple[date, date]:
    """First and last day of the yearly window that contains ``day``, otherwise of the next one."""
    windows = [_window(year, start, end) for year in (day.year - 1, day.year, day.year + 1)]
    return next(window for window in windows if day <= window[1])


def _window(year: int, start: str, end: str) -> tuple[date, date]:
    last = in_year(end, year if end >= start else year + 1)
    return in_year(start, year), clock.on_or_after_working_day(last)


def next_such_day(day: str, after: date) -> date:
    """The first MM-DD on or after ``after``."""
    this_year = in_year(day, after.year)
    return this_year if this_year >= after else in_year(day, after.year + 1)


def last_day(start: date, length: int, unit: str) -> date:
    """The last day of a period of ``length`` days or months after ``start``, moved to a working day."""
    end = clock.add_months(start, length) if unit == "months" else date.fromordinal(start.toordinal() + length)
    return clock.on_or_after_working_day(end)
