"""Answering, closing, rating, reopening, and in the end forgetting who it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import rules
from raekoda.casework.cases.actions.clock import SUSPENSION_FIELDS, deadline, settle_suspension
from raekoda.casework.cases.actions.common import changing, discard_files, journal, needed_text, say, searchable
from raekoda.casework.cases.actions.talking import refuse_anonymised
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
    """Answer the case and close it. Raises :class:`CaseError` for an empty text or an outcome that is no answer."""
    if outcome not in rules.ANSWERS:
        raise CaseError(_("Choose what came of it."), "outcome")
    return _end(case, text, Outcome(outcome), actor, "answer", Message.Kind.ANSWER)


def close(case: Case, *, outcome: str, text: str, actor: Actor) -> Message:
    """Close the case with any outcome; ``text`` is what the sender is told about it."""
    if outcome not in Outcome.values:
        raise CaseError(_("Choose what came of it."), "outcome")
    kind = Message.Kind.ANSWER if outcome in rules.ANSWERS else Message.Kind.UPDATE
    return _end(case, text, Outcome(outcome), actor, "close", kind)


def answer_on_the_spot(case: Case, *, text: str, actor: Actor) -> Message:
    """The operator answered the caller or visitor at once: what was said is kept, the case is closed."""
    return _end(case, text, Outcome.ANSWERED, actor, "answer_on_the_spot", Message.Kind.ANSWER)


def reopen(case: Case, *, reason: str, actor: Actor) -> Case:
    """Open an ended case again, at the same unit and official, with a new period from today.

    What a resident gives as reason is a message of theirs; what staff give stands in the journal.
    """
    reason = needed_text(reason, "reason")
    with changing(case, Verb.REOPEN, actor) as save:
        refuse_anonymised(case)
        outcome_before = case.outcome
        case.outcome, case.closed_at, case.forwarded_to = "", None, ""
        case.reopened += 1
        _start_clock(case)
        save(
            "outcome", "closed_at", "forwarded_to", "reopened", "due_on", "clock", "clock_from", "suspended_days",
            "extended_at",
        )  # fmt: skip
        is_sender = actor.kind == JournalEntry.ActorKind.RESIDENT
        if is_sender:
            say(case, Message.Kind.REPLY, reason, actor)
        journal("reopen", case, actor, reason="" if is_sender else reason, outcome_before=outcome_before)
        emit(CaseReopened(case))
    return case


def rate(case: Case, *, score: int, comment: str = "", actor: Actor) -> Case:
    """How satisfied the sender is: 1 (not at all) to 5 (very), on the scale the state uses. May be changed."""
    if score not in (1, 2, 3, 4, 5):
        raise CaseError(_("Choose one of the five."), "score")
    comment = clean_text(comment)[: rules.LONGEST_TEXT]
    with changing(case, Verb.RATE, actor) as save:
        refuse_anonymised(case)
        case.score, case.score_comment = score, comment
        save("score", "score_comment")
        journal("rate", case, actor, score=score)
        emit(CaseRated(case))
    return case


def anonymise(case: Case, *, actor: Actor) -> Case:
    """Forget who sent an ended case and what was personal in it; what the public saw and the figures stay.

    Doing it twice changes nothing more.
    """
    with changing(case, Verb.ANONYMISE, actor) as save:
        if case.anonymised_at is not None:
            return case
        _forget_sender(case)
        _forget_texts(case)
        case.anonymised_at = clock.now()
        save(
            "subject", "address", "point", "attributes", "score_comment", "anonymised_at", "contact", "person", "words"
        )
        journal("anonymise", case, actor)
        emit(CaseAnonymised(case))
    return case


def _end(case: Case, text: str, outcome: Outcome, actor: Actor, permission: str, kind: str) -> Message:
    text = needed_text(text)
    with changing(case, Verb.ANSWER, actor, permission) as save:
        settle_suspension(case)
        case.outcome, case.closed_at = outcome, clock.now()
        save("outcome", "closed_at", *SUSPENSION_FIELDS)
        message = say(case, kind, text, actor)
        journal(permission, case, actor, outcome=outcome.value, message=message.pk, in_time=not case.is_late)
        emit(CaseAnswered(case, message))
    return message


def _start_clock(case: Case) -> None:
    """The period of a reopened case runs anew from today, by the rule of today."""
    today = rules.registration_day(clock.now())
    case.clock, case.clock_from, case.due_on = deadline(case.municipality_id, case.kind, today)
    case.suspended_days, case.extended_at = 0, None


def _forget_sender(case: Case) -> None:
    forget_contact(case)
    case.person = None
    Follower.objects.filter(case=case).delete()


def forget_contact(case: Case) -> None:
    """Take the contact off ``case`` (not saved) and empty it when no other case has it."""
    contact = case.contact
    case.contact = None
    if contact is not None and not Case.objects.filter(contact=contact).exclude(pk=case.pk).exists():
        contact.name = contact.email = contact.phone = ""
        contact.forgotten_at = clock.now()
        contact.save(update_fields=["name", "email", "phone", "forgotten_at"])


def _forget_texts(case: Case) -> None:
    """Texts and files go, but for what was shown to the public."""
    Message.objects.filter(case=case).update(text="")
    hidden = list(Attachment.objects.filter(case=case, is_public=False))
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in hidden]).delete()
    transaction.on_commit(lambda: discard_files(hidden))
    case.score_comment, case.attributes = "", {}
    if not case.is_public:
        case.subject = case.service.name[: rules.LONGEST_SUBJECT] if case.service else case.get_kind_display()
        case.address, case.point = "", None
    case.words = searchable([(case.subject, "A"), (case.public_text, "D")], case.language)
