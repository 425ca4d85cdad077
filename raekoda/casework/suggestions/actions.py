"""Decisions on suggestions. Accepting one calls the action of the case, which checks permission and emits events."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from raekoda.casework.assistant import actions as assistant
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import queries as case_queries
from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import reports, tasks
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.casework.suggestions.models import AnswerDraft, Decision, Field, LearntModel, Suggestion
from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.links import site_url
from raekoda.registry.services.models import Service


def accept(suggestion: Suggestion, *, actor: Actor) -> Case:
    """Apply a suggestion through the action of the case.

    Raises ``PermissionDenied``, :class:`SuggestionError`, ``CaseError``, ``TransitionNotAllowed``.
    """
    actor.require("suggestions.decide", suggestion.case)
    case = suggestion.case
    if suggestion.outcome != Decision.OPEN:
        raise _already_decided()
    with transaction.atomic():
        APPLY[Field(suggestion.field)](case, suggestion.value, actor)
        _record_decision(Suggestion.objects.filter(pk=suggestion.pk), Decision.TAKEN, actor)
        record("suggestions.take", case, actor, field=suggestion.field, suggestion=suggestion.pk)
    return case


def reject(suggestion: Suggestion, *, actor: Actor) -> None:
    """Reject a suggestion; the case does not change. Raises ``PermissionDenied``, :class:`SuggestionError`."""
    actor.require("suggestions.decide", suggestion.case)
    with transaction.atomic():
        if not _record_decision(
            Suggestion.objects.filter(pk=suggestion.pk, outcome=Decision.OPEN), Decision.REFUSED, actor
        ):
            raise _already_decided()
        record("suggestions.refuse", suggestion.case, actor, field=suggestion.field, suggestion=suggestion.pk)


def draft_answer(case: Case, *, actor: Actor) -> AnswerDraft:
    """Draft an answer from the published texts; its text is empty when they hold no answer. Nothing is sent.

    Raises ``PermissionDenied``, :class:`SuggestionError`.
    """
    actor.require("suggestions.decide", case)
    actor.require("cases.answer", case)
    if case.is_restricted:
        raise SuggestionError(_("An access restriction stands on this case: no draft is made of its words."))
    question = reports.texts_for([case]).get(case.pk, "")[: assistant.LONGEST_QUESTION]
    try:
        reply = assistant.ask(question, language=case.language, channel="desk", actor=actor, is_stored=False)
    except QuestionError as refusal:
        raise SuggestionError(refusal.message) from refusal
    sources = [{"number": each.number, "title": each.title, "url": each.url} for each in (reply.sources or reply.near)]
    text = "\n".join(each.text for each in reply.sentences) if reply.answered else ""
    with transaction.atomic():
        AnswerDraft.objects.filter(case=case, outcome=Decision.OPEN).update(
            outcome=Decision.UNUSED, decided_at=clock.now()
        )
        draft = AnswerDraft(
            municipality_id=case.municipality_id, case=case, sources=sources, confidence=reply.confidence,
            made_at=clock.now(), asked_by=actor.user if isinstance(actor.user, User) else None,
            text=_with_sources(text, case, sources),
        )  # fmt: skip
        draft.save()
        record("suggestions.draft", case, actor, draft=draft.pk, answered=reply.answered)
    return draft


def reject_draft(draft: AnswerDraft, *, actor: Actor) -> None:
    """Reject a draft. Raises ``PermissionDenied``, :class:`SuggestionError`."""
    actor.require("suggestions.decide", draft.case)
    still_open = AnswerDraft.objects.filter(pk=draft.pk, outcome=Decision.OPEN)
    with transaction.atomic():
        if not still_open.update(outcome=Decision.REFUSED, decided_at=clock.now()):
            raise _already_decided()
        record("suggestions.refuse_draft", draft.case, actor, draft=draft.pk)


@transaction.atomic
def forget_case(case: Case) -> None:
    """Remove the vector, suggestions and drafts of a case, suggestions that name it, questions to the assistant with its words,
    and models that it trained."""
    assistant.forget(text=reports.texts_for([case]).get(case.pk, ""), language=case.language)
    reports.delete_vector(case)
    Suggestion.objects.filter(case=case).delete()
    Suggestion.objects.filter(field=Field.DUPLICATE, value=str(case.pk)).delete()
    AnswerDraft.objects.filter(case=case).delete()
    if case.closed_at is not None or case.reopened:
        _withdraw_models(case)


def _withdraw_models(case: Case) -> None:
    """Erase models that may hold words of ``case`` and train new ones."""
    trained = LearntModel.objects.filter(result=LearntModel.Result.USED, trained_at__gte=case.registered_at)
    if trained.update(result=LearntModel.Result.REPLACED, data=None):
        tasks.enqueue_training(case.municipality_id)


def _with_sources(text: str, case: Case, sources: list[dict[str, object]]) -> str:
    """The sentences followed by links to the sources."""
    if not text:
        return ""
    base = site_url(case.municipality)
    lines = [f"{each['title']}: {base}{each['url']}" for each in sources if str(each["url"]).startswith("/")]
    return "\n\n".join([text, "\n".join(dict.fromkeys(lines))]).strip()


def _record_decision(suggestions: QuerySet[Suggestion], outcome: Decision, actor: Actor) -> int:
    user = actor.user if isinstance(actor.user, User) else None
    return suggestions.update(outcome=outcome, decided_at=clock.now(), decided_by=user)


def _already_decided() -> SuggestionError:
    return SuggestionError(_("This has been decided already."))


def _apply_service(case: Case, value: str, actor: Actor) -> None:
    service = Service.objects.filter(pk=int(value), retired_at=None).first()
    if service is None:
        raise SuggestionError(_("This service is not in use any more."))
    cases.set_service(case, service=service, actor=actor)


def _apply_unit(case: Case, value: str, actor: Actor) -> None:
    unit = Unit.objects.filter(pk=int(value), is_active=True).first()
    if unit is None:
        raise SuggestionError(_("This unit is not in use any more."))
    cases.assign(case, unit=unit, official=case.official if case.unit_id is None else None, actor=actor)


def _apply_kind(case: Case, value: str, actor: Actor) -> None:
    cases.set_kind(case, kind=value, actor=actor)


def _apply_duplicate(case: Case, value: str, actor: Actor) -> None:
    into = case_queries.visible_to(actor).filter(pk=int(value), is_restricted=False).first()
    if into is None:
        raise SuggestionError(_("The other case is not here any more."))
    cases.merge(case, into=into, actor=actor)


APPLY: dict[Field, Callable[[Case, str, Actor], None]] = {
    Field.SERVICE: _apply_service, Field.UNIT: _apply_unit, Field.KIND: _apply_kind, Field.DUPLICATE: _apply_duplicate,
}  # fmt: skip
