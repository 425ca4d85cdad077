"""Answering, closing, rating, reopening and anonymising."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import rules
from raekoda.casework.cases.actions.clock import SUSPENSION_FIELDS, deadline, end_suspension
from raekoda.casework.cases.actions.common import (
    add_message,
    changing,
    delete_files,
    journal,
    require_text,
    search_vector,
)
from raekoda.casework.cases.actions.messages import require_not_anonymised
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.events import CaseAnonymised, CaseAnswered, CaseRated, CaseReopened
from raekoda.casework.cases.models import Attachment, Case, Follower, Message, Outcome
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.text import clean_text


def answer(case: Case, *, text: str, outcome: str, actor: Actor) -> Message:
    """Answer the case and close it. Raises :class:`CaseError` for an empty text or an outcome that is not an answer."""
    if outcome not in rules.ANSWERS:
        raise CaseError(_("Choose what came of it."), "outcome")
    return _close_with(case, text, Outcome(outcome), actor, "answer", Message.Kind.ANSWER)


def close(case: Case, *, outcome: str, text: str, actor: Actor) -> Message:
    """Close the case with any outcome; ``text`` is sent to the sender."""
    if outcome not in Outcome.values:
        raise CaseError(_("Choose what came of it."), "outcome")
    kind = Message.Kind.ANSWER if outcome in rules.ANSWERS else Message.Kind.UPDATE
    return _close_with(case, text, Outcome(outcome), actor, "close", kind)


def answer_on_the_spot(case: Case, *, text: str, actor: Actor) -> Message:
    """The operator answered the caller or visitor at once: store the answer and close the case."""
    return _close_with(case, text, Outcome.ANSWERED, actor, "answer_on_the_spot", Message.Kind.ANSWER)


def reopen(case: Case, *, reason: str, actor: Actor) -> Case:
    """Open an ended case again, at the same unit and official, with a new period from today.

    A resident's reason becomes a message; the reason of staff is stored in the journal.
    """
    reason = require_text(reason, "reason")
    with changing(case, Verb.REOPEN, actor) as save:
        require_not_anonymised(case)
        outcome_before = case.outcome
        case.outcome, case.closed_at, case.forwarded_to = "", None, ""
        case.reopened += 1
        _restart_clock(case)
        save(
            "outcome", "closed_at", "forwarded_to", "reopened", "due_on", "clock", "clock_from", "suspended_days",
            "extended_at",
        )  # fmt: skip
        is_sender = actor.kind == JournalEntry.ActorKind.RESIDENT
        if is_sender:
            add_message(case, Message.Kind.REPLY, reason, actor)
        journal("reopen", case, actor, reason="" if is_sender else reason, outcome_before=outcome_before)
        emit(CaseReopened(case))
    return case


def rate(case: Case, *, score: int, comment: str = "", actor: Actor) -> Case:
    """Store the sender's satisfaction: 1 (not at all) to 5 (very), on the state's scale. May be changed later."""
    if score not in (1, 2, 3, 4, 5):
        raise CaseError(_("Choose one of the five."), "score")
    comment = clean_text(comment)[: rules.LONGEST_TEXT]
    with changing(case, Verb.RATE, actor) as save:
        require_not_anonymised(case)
        case.score, case.score_comment = score, comment
        save("score", "score_comment")
        journal("rate", case, actor, score=score)
        emit(CaseRated(case))
    return case


def anonymise(case: Case, *, actor: Actor) -> Case:
    """Erase the sender and personal texts of an ended case; what was public and the figures are retained.

    Idempotent.
    """
    with changing(case, Verb.ANONYMISE, actor) as save:
        if case.anonymised_at is not None:
            return case
        _erase_sender(case)
        _erase_texts(case)
        case.anonymised_at = clock.now()
        save(
            "subject", "address", "point", "attributes", "score_comment", "anonymised_at", "contact", "person", "words"
        )
        journal("anonymise", case, actor)
        emit(CaseAnonymised(case))
    return case


def _close_with(case: Case, text: str, outcome: Outcome, actor: Actor, permission: str, kind: str) -> Message:
    text = require_text(text)
    with changing(case, Verb.ANSWER, actor, permission) as save:
        end_suspension(case)
        case.outcome, case.closed_at = outcome, clock.now()
        save("outcome", "closed_at", *SUSPENSION_FIELDS)
        message = add_message(case, kind, text, actor)
        journal(permission, case, actor, outcome=outcome.value, message=message.pk, in_time=not case.is_late)
        emit(CaseAnswered(case, message))
    return message


def _restart_clock(case: Case) -> None:
    """Start a new period today, by the rule in force today."""
    today = rules.registration_day(clock.now())
    case.clock, case.clock_from, case.due_on = deadline(case.municipality_id, case.kind, today)
    case.suspended_days, case.extended_at = 0, None


def _erase_sender(case: Case) -> None:
    erase_contact(case)
    case.person = None
    Follower.objects.filter(case=case).delete()


def erase_contact(case: Case) -> None:
    """Remove the contact from ``case`` (not saved) and empty it when no other case refers to it."""
    contact = case.contact
    case.contact = None
    if contact is not None and not Case.objects.filter(contact=contact).exclude(pk=case.pk).exists():
        contact.name = contact.email = contact.phone = ""
        contact.forgotten_at = clock.now()
        contact.save(update_fields=["name", "email", "phone", "forgotten_at"])


def _erase_texts(case: Case) -> None:
    """Erase texts and files, except those that were public."""
    Message.objects.filter(case=case).update(text="")
    hidden = list(Attachment.objects.filter(case=case, is_public=False))
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in hidden]).delete()
    transaction.on_commit(lambda: delete_files(hidden))
    case.score_comment, case.attributes = "", {}
    if not case.is_public:
        case.subject = case.service.name[: rules.LONGEST_SUBJECT] if case.service else case.get_kind_display()
        case.address, case.point = "", None
    case.words = search_vector([(case.subject, "A"), (case.public_text, "D")], case.language)
