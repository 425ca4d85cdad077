"""Labels of deadlines and periods on staff pages."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raekoda.casework.cases import clocks
from raekoda.platform.core import clock

FARTHEST_COUNTED_DAYS = 370
SOON_WORKING_DAYS = 2


@lru_cache(maxsize=4000)
def working_days(start: date, end: date) -> int:
    """Number of working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days(end, start)
    days = min((end - start).days, FARTHEST_COUNTED_DAYS)
    return sum(clock.is_working_day(start + timedelta(days=offset)) for offset in range(1, days + 1))


def due_label(due: date, today: date) -> str:
    """How near a deadline is: "3 working days", "today", "2 working days late"."""
    if due == today:
        return _("today")
    if due == today + timedelta(days=1):
        return _("tomorrow")
    left = working_days(today, due)
    if due < today:
        late = max(-left, 1)
        return ngettext("%(days)d working day late", "%(days)d working days late", late) % {"days": late}
    return ngettext("%(days)d working day", "%(days)d working days", left) % {"days": left}


def due_tone(due: date, today: date) -> str:
    """``danger`` when late, ``warning`` when near, ``quiet`` otherwise."""
    if due < today:
        return "danger"
    return "warning" if working_days(today, due) <= SOON_WORKING_DAYS else "quiet"


def period_length_label(count: int, unit: str) -> str:
    """The length of a period: "15 calendar days", "5 working days", "2 months"."""
    if unit == clocks.WORKING:
        words = ngettext("%(days)d working day", "%(days)d working days", count)
    elif unit == clocks.MONTHS:
        words = ngettext("%(days)d month", "%(days)d months", count)
    else:
        words = ngettext("%(days)d calendar day", "%(days)d calendar days", count)
    return words % {"days": count}


def extension_label(rule: Any) -> str:
    """How far the period of a ``ClockRule`` may be extended; "" when it may not be."""
    if not rule.extension_days:
        return ""
    length = period_length_label(rule.extension_days, rule.extension_unit)
    return (_("%(length)s in all") if rule.extension_is_total else _("%(length)s more")) % {"length": length}
