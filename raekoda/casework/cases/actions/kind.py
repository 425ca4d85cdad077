"""Changing the kind of a case, which decides the legal period for the answer."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from raekoda.casework.cases.actions.clock import days_suspended, deadline
from raekoda.casework.cases.actions.common import changing, journal
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.events import CaseKindSet
from raekoda.casework.cases.models import Case, Kind
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit


def set_kind(case: Case, *, kind: str, actor: Actor) -> Case:
    """Change the kind of an open case. Its period is recalculated from the same day; an extension is dropped.

    A report that becomes another kind is no longer public. Raises :class:`CaseError`.
    """
    if kind not in Kind.values:
        raise CaseError(_("Choose the kind."), "kind")
    with changing(case, Verb.SET_SERVICE, actor) as save:
        before, case.kind = case.kind, Kind(kind)
        if before != case.kind:
            _recalculate_deadline(case)
            case.is_public = case.is_public and case.kind == Kind.REPORT
            save("kind", "is_public", "clock", "due_on", "suspended_days", "extended_at")
            journal("set_kind", case, actor, kind=case.kind, kind_before=before, due_on=case.due_on.isoformat())
            emit(CaseKindSet(case))
    return case


def _recalculate_deadline(case: Case) -> None:
    by_kind = partial(deadline, case.municipality_id, case.kind, case.clock_from)
    case.clock = by_kind().clock
    case.suspended_days = days_suspended(case)
    case.due_on = by_kind(case.suspended_days).due_on
    case.extended_at = None
