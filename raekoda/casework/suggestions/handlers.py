"""Changes of a case decide its open suggestions: the same value accepts one, another value closes it as ``OTHER``."""

from __future__ import annotations

from django.db.models import Case as Choice
from django.db.models import CharField, QuerySet, Value, When

from raekoda.casework.cases import events as case_events
from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import actions, reports, rules
from raekoda.casework.suggestions.models import AnswerDraft, Decision, Field, Suggestion
from raekoda.platform.core import clock
from raekoda.platform.core.events import on


@on(case_events.CaseServiceSet)
def service_set(event: case_events.CaseServiceSet) -> None:
    """Decide the service; accept the unit when it is the suggested one."""
    _settle(event.case, Field.SERVICE, str(event.case.service_id or ""))
    _accept_if_equal(event.case, Field.UNIT, str(event.case.unit_id or ""))


@on(case_events.CaseAssigned)
def assigned(event: case_events.CaseAssigned) -> None:
    """A change of unit decides; assigning an official of the same unit does not."""
    if event.unit_before != event.case.unit_id:
        _settle(event.case, Field.UNIT, str(event.case.unit_id or ""))


@on(case_events.CaseKindSet)
def kind_set(event: case_events.CaseKindSet) -> None:
    _settle(event.case, Field.KIND, str(event.case.kind))


@on(case_events.CaseMerged)
def merged(event: case_events.CaseMerged) -> None:
    """Decide duplicates and close the other suggestions."""
    _settle(event.case, Field.DUPLICATE, str(event.into.pk))
    _close_undecided(event.case)


@on(case_events.CaseForwarded)
def forwarded(event: case_events.CaseForwarded) -> None:
    _close_undecided(event.case)


@on(case_events.CaseAnswered)
def answered(event: case_events.CaseAnswered) -> None:
    """Decide the draft by comparing it with the answer; close the other suggestions."""
    for draft in AnswerDraft.objects.filter(case=event.case, outcome=Decision.OPEN):
        draft.outcome, draft.decided_at = rules.draft_decision(draft.text, event.message.text), clock.now()
        draft.save(update_fields=["outcome", "decided_at"])
    _close_undecided(event.case)


@on(case_events.CaseAnonymised)
def anonymised(event: case_events.CaseAnonymised) -> None:
    """Delete the vector together with the text."""
    reports.delete_vector(event.case)


@on(case_events.CaseSensitivitySet)
def sensitivity_set(event: case_events.CaseSensitivitySet) -> None:
    """Remove what was learnt from a case that became a special matter."""
    if event.case.is_restricted:
        actions.forget_case(event.case)


def _settle(case: Case, field: Field, value: str) -> None:
    """Decide all open suggestions of a field by the value the case has now."""
    outcome = Choice(
        When(value=value, then=Value(Decision.TAKEN)), default=Value(Decision.OTHER), output_field=CharField()
    )
    _open(case).filter(field=field).update(outcome=outcome, decided_at=clock.now())


def _accept_if_equal(case: Case, field: Field, value: str) -> None:
    _open(case).filter(field=field, value=value).update(outcome=Decision.TAKEN, decided_at=clock.now())


def _close_undecided(case: Case) -> None:
    """Close open suggestions as undecided."""
    _open(case).update(outcome=Decision.UNUSED, decided_at=clock.now())
    AnswerDraft.objects.filter(case=case, outcome=Decision.OPEN).update(outcome=Decision.UNUSED, decided_at=clock.now())


def _open(case: Case) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(case=case, outcome=Decision.OPEN)
