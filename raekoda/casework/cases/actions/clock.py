"""The clock of a case: set the deadline, extend it, suspend and resume."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raekoda.casework.cases import clocks, configuration, rules
from raekoda.casework.cases.actions.common import changing, journal, require_text
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.events import CaseExtended, CaseResumed, CaseSuspended
from raekoda.casework.cases.models import Case, ClockRule
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day, on_or_after_working_day
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import history

SUSPENSION_FIELDS = ("due_on", "suspended_on", "suspended_days")


class Deadline(NamedTuple):
    """The deadline of a case: the rule, the day after which its period runs, and the last day."""

    clock: ClockRule | None
    clock_from: date
    due_on: date


def deadline(municipality_id: int, kind: str, clock_from: date, suspended_days: int = 0) -> Deadline:
    """The deadline of a case of ``kind`` by the rule in force on ``clock_from``, plus ``suspended_days`` in the rule's unit.

    Without a rule the case is due at once, so that somebody notices.
    """
    rule = rules.rule_for(configuration.clock_rules.get(municipality_id), kind, clock_from, municipality_id)
    due_on = rules.due_date(rule, clock_from, suspended_days) if rule else clock_from
    return Deadline(rule, clock_from, due_on)


def extend(case: Case, *, reason: str, actor: Actor, until: date | None = None, days: int | None = None) -> Case:
    """Extend the period ``until`` a day or by ``days`` of the rule's unit; the sender is told the reason.

    Raises :class:`CaseError` when the law allows no such extension, :class:`TransitionNotAllowed` when the period is
    over.
    """
    reason = require_text(reason, "reason")
    with changing(case, Verb.EXTEND, actor) as save:
        before = case.due_on
        case.due_on = _extension_day(case, until, days)
        case.extended_at = clock.now()
        save("due_on", "extended_at")
        journal("extend", case, actor, reason=reason, due_before=before.isoformat(), due_on=case.due_on.isoformat())
        emit(CaseExtended(case, reason, before))
    return case


def suspend(case: Case, *, reason: str, actor: Actor) -> Case:
    """Stop the clock, with a reason that the sender is told. The days until it resumes are added to the deadline."""
    reason = require_text(reason, "reason")
    with changing(case, Verb.SUSPEND, actor) as save:
        case.suspended_on = clock.today()
        save(*SUSPENSION_FIELDS)
        journal("suspend", case, actor, reason=reason)
        emit(CaseSuspended(case, reason))
    return case


def resume(case: Case, *, actor: Actor) -> Case:
    """Start the clock again: the due date moves by the suspended days."""
    with changing(case, Verb.RESUME, actor) as save:
        suspended_days = end_suspension(case)
        save(*SUSPENSION_FIELDS)
        journal("resume", case, actor, days=suspended_days, due_on=case.due_on.isoformat())
        emit(CaseResumed(case))
    return case


def end_suspension(case: Case) -> int:
    """Add the days of the present suspension to the case; returns how many. Does not save."""
    if case.suspended_on is None:
        return 0
    unit = clocks.suspension_unit(case.clock)
    suspended_days = rules.suspended_days_between(unit, case.suspended_on, clock.today())
    case.suspended_on = None
    case.suspended_days += suspended_days
    if suspended_days:
        case.due_on = clocks.add(unit, case.due_on, suspended_days)
    return suspended_days


def days_suspended(case: Case) -> int:
    """How many days, in the unit of ``case.clock``, earlier suspensions of the present period lasted."""
    unit, days, since = clocks.suspension_unit(case.clock), 0, None
    lines = history(case).filter(action__in=("cases.suspend", "cases.resume", "cases.reopen"))
    for action, at in lines.values_list("action", "at"):
        if action == "cases.reopen":
            days, since = 0, None
        elif action == "cases.suspend":
            since = local_day(at)
        elif since is not None:
            days += rules.suspended_days_between(unit, since, local_day(at))
    return days


def longest_extension(case: Case) -> date | None:
    """The latest day to which the case may be extended; ``None`` when it may not be."""
    if case.clock is None:
        return None
    return rules.longest_extension(case.clock, case.clock_from, case.suspended_days)


def _extension_day(case: Case, until: date | None, days: int | None) -> date:
    latest = longest_extension(case)
    if latest is None or case.clock is None:
        raise CaseError(_("The period of this kind of case cannot be extended."), "until")
    if clock.today() > case.due_on:
        raise TransitionNotAllowed(_("The period has run out already and cannot be extended any more. Answer now."))
    if until is None:
        if days is None or not 0 < days < 1000:
            raise CaseError(_("Say until when the period is extended."), "days")
        unit = clocks.WORKING if case.clock.extension_unit == clocks.WORKING else clocks.CALENDAR
        until = clocks.add(unit, case.due_on, days)
    until = on_or_after_working_day(until)
    if until <= case.due_on:
        raise CaseError(
            _("Choose a day after %(day)s.") % {"day": date_format(case.due_on, "SHORT_DATE_FORMAT")}, "until"
        )
    if until > latest:
        raise CaseError(
            _("The law allows an extension until %(day)s at the latest (%(source)s).")
            % {"day": date_format(latest, "SHORT_DATE_FORMAT"), "source": case.clock.source},
            "until",
        )
    return until
