"""Every change of a published answer. Each checks permission, writes and journals in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.answers import queries, rules
from raekoda.casework.answers.errors import AnswerError, PersonalDataLeft
from raekoda.casework.answers.events import AnswerReleased, AnswerWithdrawn
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.privacy import NAME_MARKS, without_sender
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.redact import CONTACTS, NAME
from raekoda.platform.core.text import clean_text
from raekoda.platform.search import index

Status = PublishedAnswer.Status
EDITABLE_FIELDS = frozenset({"title", "question", "answer", "language", "topic", "service", "unit"})
TEXTS = ("title", "question", "answer")
LONGEST = {"title": 200, "question": 10_000, "answer": 20_000}
KIND = "answer"


def draft_from_case(case: Case, *, actor: Actor) -> PublishedAnswer:
    """Draft an answer for the question column from an answered case, without personal data; once per case.

    Raises ``PermissionDenied``, and :class:`AnswerError` for a case without an answer or one for internal use.
    """
    actor.require("answers.write")
    actor.require("cases.view", case)
    if case.is_restricted:
        raise AnswerError(_("The case is for internal use: nothing of it is shown to the public."))
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).only("pk").get(pk=case.pk)
        if (existing_draft := queries.find_by_case(case)) is not None:
            return existing_draft
        said = _case_texts(case)
        keep = queries.public_names(case.municipality, case)
        title, question, answer = (
            without_sender(text, case.contact, case.language, keep, CONTACTS | {NAME}).text for text in said
        )
        draft = _create(
            case.municipality, actor, language=case.language, title=title, question=question,
            answer=rules.without_greeted_name(answer, NAME_MARKS.values()),
            topic=case.topic or (case.service.topics.first() if case.service else None), service=case.service,
            unit=case.unit, case=case, asked_on=local_day(case.registered_at),
        )  # fmt: skip
        record("answers.draft", draft, actor, case=case.pk)
    return draft


def write(*, municipality: Municipality, actor: Actor, **fields: Any) -> PublishedAnswer:
    """Draft an answer without a case. Fields as in :func:`edit`; ``title`` is required."""
    actor.require("answers.write")
    with transaction.atomic():
        draft = _create(municipality, actor, **_checked(fields))
        record("answers.draft", draft, actor)
    return draft


def edit(answer: PublishedAnswer, /, *, actor: Actor, **fields: Any) -> PublishedAnswer:
    """Change any of title, question, answer, language, topic, service, unit.

    A published answer becomes a draft again, so that the change is checked before it is public. Raises
    ``PermissionDenied``, :class:`AnswerError`.
    """
    actor.require("answers.write", answer)
    fields = _checked(fields)
    with transaction.atomic():
        _lock(answer)
        changed = [name for name, value in fields.items() if getattr(answer, name) != value]
        if not changed:
            return answer
        for name in changed:
            setattr(answer, name, fields[name])
        was_public = answer.status == Status.PUBLISHED
        if was_public:
            answer.status = Status.DRAFT
            index.remove(answer.municipality, KIND, str(answer.pk))
        answer.save()
        record("answers.edit", answer, actor, fields=sorted(changed))
        if was_public:
            emit(AnswerWithdrawn(answer))
    return answer


def release(answer: PublishedAnswer, *, actor: Actor, accept_findings: bool = False) -> PublishedAnswer:
    """Publish a checked answer: it appears in the question column and in search at once.

    Raises ``PermissionDenied``, :class:`PersonalDataLeft` when there are findings of personal data that the actor has not
    accepted, :class:`AnswerError` for an empty text.
    """
    actor.require("answers.release", answer)
    with transaction.atomic():
        _lock(answer)
        for field in TEXTS:
            if not getattr(answer, field).strip():
                raise AnswerError(_("Title, question and answer must all be there before release."), field)
        findings = queries.findings(answer)
        if findings and not accept_findings:
            words = _("There may be personal data in the text. Take it out, or confirm that it may stay.")
            raise PersonalDataLeft(words, findings)
        answer.status = Status.PUBLISHED
        answer.published_at = answer.published_at or clock.now()
        answer.checked_by = actor.user  # type: ignore[assignment]
        answer.save()
        index_answer(answer)
        record("answers.release", answer, actor, findings_accepted=len(findings))
        emit(AnswerReleased(answer))
    return answer


def withdraw(answer: PublishedAnswer, *, actor: Actor, reason: str = "") -> PublishedAnswer:
    """Remove an answer from the column and the search. It is retained, and can be released again."""
    actor.require("answers.release", answer)
    with transaction.atomic():
        _lock(answer)
        if answer.status == Status.WITHDRAWN:
            return answer
        answer.status = Status.WITHDRAWN
        answer.save()
        index.remove(answer.municipality, KIND, str(answer.pk))
        record("answers.withdraw", answer, actor, reason=clean_text(reason))
        emit(AnswerWithdrawn(answer))
    return answer


def count_help(answer: PublishedAnswer, *, helped: bool) -> None:
    """Count one reader's vote on whether the answer helped. The caller makes sure that a reader is counted once."""
    field = "helped" if helped else "did_not_help"
    PublishedAnswer.objects.filter(pk=answer.pk, status=Status.PUBLISHED).update(**{field: F(field) + 1})


def index_answer(answer: PublishedAnswer) -> None:
    """Put a public answer into the search index, in its own language."""
    with override(answer.language):
        url = reverse("answers:answer", args=[answer.slug])
    index.put(
        answer.municipality, KIND, str(answer.pk), answer.language, answer.title,
        f"{answer.question}\n\n{answer.answer}", url, answer.service.words if answer.service else "",
    )  # fmt: skip


def _case_texts(case: Case) -> tuple[str, str, str]:
    """Subject, question and answer of the case. Raises :class:`AnswerError`."""
    texts = dict(
        case.messages.filter(kind__in=(Message.Kind.OPENING, Message.Kind.ANSWER))
        .order_by("id")
        .values_list("kind", "text")
    )
    if not texts.get(Message.Kind.ANSWER):
        raise AnswerError(_("The case has no answer yet. Answer it first, then publish."))
    return case.subject, texts.get(Message.Kind.OPENING, ""), texts[Message.Kind.ANSWER]


def _create(municipality: Municipality, actor: Actor, **fields: Any) -> PublishedAnswer:
    answer = PublishedAnswer(municipality=municipality, drafted_by=actor.user, **fields)
    answer.slug = _free_slug(answer.title)
    answer.save(force_insert=True)
    return answer


def _free_slug(title: str) -> str:
    """A slug that no other answer of the municipality has: the words of the title, with a number when needed."""
    base = rules.slug_for(title)
    existing = set(PublishedAnswer.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(existing) + 2))]
    return next(slug for slug in candidates if slug not in existing)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - EDITABLE_FIELDS
    if unknown:
        raise TypeError(f"Not a field of an answer: {', '.join(sorted(unknown))}")
    cleaned = fields | {name: clean_text(fields[name]) for name in TEXTS if name in fields}
    for name, longest in LONGEST.items():
        if len(cleaned.get(name, "")) > longest:
            raise AnswerError(_("The text is too long: at most %(limit)s characters.") % {"limit": longest}, name)
    return cleaned


def _lock(answer: PublishedAnswer) -> None:
    answer.refresh_from_db(from_queryset=PublishedAnswer.objects.select_for_update(of=("self",)))
