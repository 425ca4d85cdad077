"""Legal periods, pure functions: from a dated rule and a day to the day an answer is due.

A period starts the day after the event and ends with its last day; a period that ends on a day of rest ends on the next
working day instead. The lengths are rows of ``ClockRule``, never numbers in this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from raekoda.platform.core.clock import (
    add_calendar_days,
    add_months,
    add_working_days,
    is_working_day,
    local_day,
    next_working_day,
    on_or_after_working_day,
)
from raekoda.platform.core.dated import foremost

CALENDAR, WORKING, MONTHS = "calendar", "working", "months"


class Period(Protocol):
    """The fields of a ``ClockRule`` that these functions read."""

    kind: str
    days: int
    unit: str
    extension_days: int
    extension_unit: str
    extension_is_total: bool
    forward_days: int
    valid_from: date
    valid_to: date | None
    municipality_id: int | None


Rule = TypeVar("Rule", bound=Period)


def registration_day(arrived: datetime) -> date:
    """The day on which a submission counts as registered: the day it arrived, or the next working day when that was a day of
    rest (MSVS § 7: a letter is registered at the latest on the next working day)."""
    return on_or_after_working_day(local_day(arrived))


def rule_for(rules: Iterable[Rule], kind: str, day: date, municipality_id: int | None = None) -> Rule | None:
    """The rule for ``kind`` in force on ``day``: the municipality's own before the general one, the newest first."""
    fitting = [
        rule
        for rule in rules
        if rule.kind == kind
        and rule.valid_from <= day
        and (rule.valid_to is None or day <= rule.valid_to)
        and rule.municipality_id in (None, municipality_id)
    ]
    return foremost(fitting)


def add(unit: str, day: date, count: int, suspended_days: int = 0) -> date:
    """The last day of a period of ``count`` calendar days, working days or months that starts the day after ``day``.

    ``suspended_days`` is how long the clock was stopped: working days in a period of working days, else calendar days.
    """
    if unit == WORKING:
        return add_working_days(day, count + suspended_days)
    if unit == MONTHS:
        return add_calendar_days(add_months(day, count), suspended_days)
    return add_calendar_days(day, count + suspended_days)


def due_date(rule: Period, registered_on: date, suspended_days: int = 0) -> date:
    """The last day to answer a case that was registered on ``registered_on``.

    ``suspended_days`` is how long the clock was stopped, in the unit of :func:`suspension_unit`.
    """
    return add(rule.unit, registered_on, rule.days, suspended_days)


def suspension_unit(rule: Period | None) -> str:
    """The unit in which suspensions are counted under ``rule``: working days when its period is, else calendar days."""
    return WORKING if rule is not None and rule.unit == WORKING else CALENDAR


def forward_by(rule: Period, registered_on: date) -> date:
    """The last day to forward a case that belongs to another body (MSVS § 5 (3))."""
    return add_working_days(registered_on, rule.forward_days)


def longest_extension(rule: Period, registered_on: date, suspended_days: int = 0) -> date | None:
    """The latest day to which the period may be extended; ``None`` where the rule allows no extension."""
    if not rule.extension_days:
        return None
    if rule.extension_is_total:
        return add(rule.extension_unit, registered_on, rule.extension_days, suspended_days)
    return add(rule.extension_unit, due_date(rule, registered_on, suspended_days), rule.extension_days)


def suspended_days_between(unit: str, suspended_on: date, resumed_on: date) -> int:
    """How many days of ``unit`` passed from the day of suspension to the day of resumption."""
    if unit != WORKING:
        return max((resumed_on - suspended_on).days, 0)
    count, day = 0, suspended_on
    while (day := next_working_day(day)) <= resumed_on:
        count += 1
    return count


__all__ = [
    "CALENDAR", "MONTHS", "WORKING", "Period", "add", "add_months", "due_date", "forward_by", "is_working_day",
    "longest_extension", "registration_day", "rule_for", "suspended_days_between", "suspension_unit",
]  # fmt: skip
