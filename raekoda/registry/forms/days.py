"""Days in form definitions: ``2026-09-01``, ``today``, ``today+14d``, ``today-18y``."""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

RELATIVE = re.compile(r"^today(?:([+-])(\d{1,4})([dmy]))?$")
UNITS = {"d": "days", "m": "months", "y": "years"}


def is_day(text: object) -> bool:
    """Whether ``text`` is a day."""
    return isinstance(text, str) and parse_day(text, date(2000, 1, 1)) is not None


def parse_day(text: str, today: date) -> date | None:
    """The day for ``text`` relative to ``today``; ``None`` when it is not a day.

    >>> parse_day("today-18y", date(2026, 2, 28)), parse_day("2026-09-01", date.today()), parse_day("soon", date.today())
    (datetime.date(2008, 2, 28), datetime.date(2026, 9, 1), None)
    """
    relative = RELATIVE.match(text)
    try:
        if relative is None:
            return date.fromisoformat(text) if len(text) == 10 else None
        sign, count, unit = relative.groups()
        if not count:
            return today
        distance = relativedelta(**{UNITS[unit]: int(count)})  # type: ignore[arg-type]
        return today - distance if sign == "-" else today + distance
    except (ValueError, OverflowError):
        return None
