"""Saying what kind of word a case is, which decides how long the law gives for the answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raekoda.casework.cases import configuration, rules
from raekoda.casework.cases.actions.common import changing, journal, save
from raekoda.casework.cases.errors import CaseRefused
from raekoda.casework.cases.events import CaseKindSet
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit


def set_kind(case: Case, *, kind: str, by: Actor) -> Case:
    """Change the kind of an open case. Its period is counted anew, from the same day; an extension of the old one falls away.

    A report that turns out to be something else is not shown to the public any more. Raises :class:`CaseRefused`.
    """
    if kind not in Kind.values:
        raise CaseRefused("kind", _("Choose the kind."))
    with changing(case, Verb.SET_SERVICE, by):
        before, case.kind = case.kind, Kind(kind)
        if before != case.kind:
            _count_anew(case)
            case.is_public = case.is_public and case.kind == Kind.REPORT
            save(case, "kind", "is_public", "clock", "due_on", "extended_at")
            journal("set_kind", case, by, kind=case.kind, kind_before=before, due_on=case.due_on.isoformat())
            emit(CaseKindSet(case))
    return case


def _count_anew(case: Case) -> None:
    periods = configuration.clock_rules.get(case.municipality_id)
    case.clock = rules.rule_for(periods, case.kind, case.clock_from, case.municipality_id)
    if case.clock is not None:
        case.due_on = rules.due_date(case.clock, case.clock_from, case.suspended_days)
    case.extended_at = None
