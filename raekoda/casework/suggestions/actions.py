"""Deciding on suggestions. Taking one calls the case's own action, which checks who may and tells everybody."""

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
from raekoda.casework.suggestions import reports
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.casework.suggestions.models import AnswerDraft, Decision, Field, Suggestion
from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.links import site_url
from raekoda.registry.services.models import Service


def take(suggestion: Suggestion, *, actor: Actor) -> Case:
    """Do what was suggested, by the case's own action.

    Raises ``PermissionDenied``, :class:`SuggestionError`, ``CaseError``, ``TransitionNotAllowed``.
    """
    actor.must("suggestions.decide", suggestion.case)
    case = suggestion.case
    if suggestion.outcome != Decision.OPEN:
        raise _too_late()
    with transaction.atomic():
        TAKING[Field(suggestion.field)](case, suggestion.value, actor)
        _decided(Suggestion.objects.filter(pk=suggestion.pk), Decision.TAKEN, actor)
        record("suggestions.take", case, actor, field=suggestion.field, suggestion=suggestion.pk)
    return case


def refuse(suggestion: Suggestion, *, actor: Actor) -> None:
    """Say that the suggestion is not right; nothing else changes. Raises ``PermissionDenied``, :class:`SuggestionError`."""
    actor.must("suggestions.decide", suggestion.case)
    with transaction.atomic():
        if not _decided(Suggestion.objects.filter(pk=suggestion.pk, outcome=Decision.OPEN), Decision.REFUSED, actor):
            raise _too_late()
        record("suggestions.refuse", suggestion.case, actor, field=suggestion.field, suggestion=suggestion.pk)


def draft_answer(case: Case, *, actor: Actor) -> AnswerDraft:
    """Draft an answer to what was sent from the published texts; empty when they hold none. Nothing is sent.

    Raises ``PermissionDenied``, :class:`SuggestionError`.
    """
    actor.must("suggestions.decide", case)
    actor.must("cases.answer", case)
    if case.is_restricted:
        raise SuggestionError(_("An access restriction stands on this case: no draft is made of its words."))
    question = reports.texts_of([case]).get(case.pk, "")[: assistant.LONGEST_QUESTION]
    try:
        reply = assistant.ask(question, language=case.language, channel="desk", actor=actor)
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


def refuse_draft(draft: AnswerDraft, *, actor: Actor) -> None:
    """Put a draft aside. Raises ``PermissionDenied``, :class:`SuggestionError`."""
    actor.must("suggestions.decide", draft.case)
    still_open = AnswerDraft.objects.filter(pk=draft.pk, outcome=Decision.OPEN)
    with transaction.atomic():
        if not still_open.update(outcome=Decision.REFUSED, decided_at=clock.now()):
            raise _too_late()
        record("suggestions.refuse_draft", draft.case, actor, draft=draft.pk)


def _with_sources(text: str, case: Case, sources: list[dict[str, object]]) -> str:
    """The sentences, and under them where the sender can read more."""
    if not text:
        return ""
    base = site_url(case.municipality)
    lines = [f"{each['title']}: {base}{each['url']}" for each in sources if str(each["url"]).startswith("/")]
    return "\n\n".join([text, "\n".join(dict.fromkeys(lines))]).strip()


def _decided(suggestions: QuerySet[Suggestion], outcome: Decision, actor: Actor) -> int:
    user = actor.user if isinstance(actor.user, User) else None
    return suggestions.update(outcome=outcome, decided_at=clock.now(), decided_by=user)


def _too_late() -> SuggestionError:
    return SuggestionError(_("This has been decided already."))


def _take_service(case: Case, value: str, actor: Actor) -> None:
    service = Service.objects.filter(pk=int(value), retired_at=None).first()
    if service is None:
        raise SuggestionError(_("This service is not in use any more."))
    cases.set_service(case, service=service, actor=actor)


def _take_unit(case: Case, value: str, actor: Actor) -> None:
    unit = Unit.objects.filter(pk=int(value), is_active=True).first()
    if unit is None:
        raise SuggestionError(_("This unit is not in use any more."))
    cases.assign(case, unit=unit, official=case.official if case.unit_id is None else None, actor=actor)


def _take_kind(case: Case, value: str, actor: Actor) -> None:
    cases.set_kind(case, kind=value, actor=actor)


def _take_duplicate(case: Case, value: str, actor: Actor) -> None:
    into = case_queries.visible_to(actor).filter(pk=int(value)).first()
    if into is None:
        raise SuggestionError(_("The other case is not here any more."))
    cases.merge(case, into=into, actor=actor)


TAKING: dict[Field, Callable[[Case, str, Actor], None]] = {
    Field.SERVICE: _take_service, Field.UNIT: _take_unit, Field.KIND: _take_kind, Field.DUPLICATE: _take_duplicate,
}  # fmt: skip
