"""What officials do by other means decides suggestions too: the same value was taken, another one was decided otherwise."""

from __future__ import annotations

from django.db.models import Case as Choice
from django.db.models import CharField, QuerySet, Value, When

from raekoda.casework.cases import events as happened
from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import reports, rules
from raekoda.casework.suggestions.models import AnswerDraft, Decision, Field, Suggestion
from raekoda.platform.core import clock
from raekoda.platform.core.events import on


@on(happened.CaseServiceSet)
def service_set(event: happened.CaseServiceSet) -> None:
    """The service is decided; a unit that came with it is the one suggested, or is not."""
    _settle(event.case, Field.SERVICE, str(event.case.service_id or ""))
    _take_if_so(event.case, Field.UNIT, str(event.case.unit_id or ""))


@on(happened.CaseAssigned)
def assigned(event: happened.CaseAssigned) -> None:
    """Another unit decides; an official of the same unit leaves the question of the unit open."""
    if event.unit_before != event.case.unit_id:
        _settle(event.case, Field.UNIT, str(event.case.unit_id or ""))


@on(happened.CaseKindSet)
def kind_set(event: happened.CaseKindSet) -> None:
    _settle(event.case, Field.KIND, str(event.case.kind))


@on(happened.CaseMerged)
def merged(event: happened.CaseMerged) -> None:
    """Joined to the case that was suggested, or to another one; all else needs no decision any more."""
    _settle(event.case, Field.DUPLICATE, str(event.into.pk))
    _end(event.case)


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    _end(event.case)


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    """The answer shows whether its draft was used; what nobody decided stays undecided."""
    for draft in AnswerDraft.objects.filter(case=event.case, outcome=Decision.OPEN):
        draft.outcome, draft.decided_at = rules.what_became(draft.text, event.message.text), clock.now()
        draft.save(update_fields=["outcome", "decided_at"])
    _end(event.case)


@on(happened.CaseAnonymised)
def forgotten(event: happened.CaseAnonymised) -> None:
    """The meaning of what was sent goes with its words."""
    reports.forget(event.case)


def _settle(case: Case, field: Field, value: str) -> None:
    """Decide all open suggestions of a field by the value the case has now."""
    became = Choice(
        When(value=value, then=Value(Decision.TAKEN)), default=Value(Decision.OTHER), output_field=CharField()
    )
    _open(case).filter(field=field).update(outcome=became, decided_at=clock.now())


def _take_if_so(case: Case, field: Field, value: str) -> None:
    _open(case).filter(field=field, value=value).update(outcome=Decision.TAKEN, decided_at=clock.now())


def _end(case: Case) -> None:
    """The case is over: what is still open was left undecided."""
    _open(case).update(outcome=Decision.UNUSED, decided_at=clock.now())
    AnswerDraft.objects.filter(case=case, outcome=Decision.OPEN).update(outcome=Decision.UNUSED, decided_at=clock.now())


def _open(case: Case) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(case=case, outcome=Decision.OPEN)
