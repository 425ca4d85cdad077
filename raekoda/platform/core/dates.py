"""Days as they stand in a sentence: Estonian puts the month into a case, English and Russian write it as always."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

from raekoda.platform.core.clock import local_day

MONTHS = (
    "jaanuari", "veebruari", "märtsi", "aprilli", "mai", "juuni", "juuli", "augusti", "septembri", "oktoobri", "novembri",
    "detsembri",
)  # fmt: skip
"""Genitive of the months; the endings of the other cases are added to it."""
ON, UNTIL, FROM = "l", "ni", "st"


def on_day(day: date) -> str:
    """ "15. detsembril 2026" (adessive), "15 December 2026", "15 декабря 2026": on or by the day."""
    return _written(day, ON)


def on_month_day(day: date) -> str:
    """ "15. detsembril", "15 December": the same day of every year."""
    if (get_language() or "et") != "et":
        return date_format(day, "MONTH_DAY_FORMAT")
    return f"{day.day}. {MONTHS[day.month - 1]}{ON}"


def until_day(day: date) -> str:
    """ "15. detsembrini 2026" (terminative): until the day."""
    return _written(day, UNTIL)


def from_day(day: date) -> str:
    """ "15. detsembrist 2026" (elative): from the day on."""
    return _written(day, FROM)


def day_span(first: date, last: date) -> str:
    """ "1.–15. septembrini 2026", "1. septembrist 15. oktoobrini 2026"; elsewhere the two days with a dash."""
    first, last = _day(first), _day(last)
    if (get_language() or "et") != "et":
        return f"{_written(first, ON)} – {_written(last, ON)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{until_day(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}. {MONTHS[first.month - 1]}{FROM}{year} {until_day(last)}"


def _written(day: date, ending: str) -> str:
    day = _day(day)
    if (get_language() or "et") != "et":
        return date_format(day, "DATE_FORMAT")
    return f"{day.day}. {MONTHS[day.month - 1]}{ending} {day.year}"


def _day(day: date) -> date:
    return local_day(day) if isinstance(day, datetime) else day
