"""What staff do with incoming letters: retry, create a case, add to a case, discard, read; and the API keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import boxes, ingest, jobs, retention
from raekoda.channels.mailbox.errors import MailboxError
from raekoda.channels.mailbox.models import AWAITING_DECISION, Content, DoorKey, Mail, State
from raekoda.channels.mailbox.raw import get_raw
from raekoda.channels.mailbox.reading.parsing import Unreadable, parse, parse_head
from raekoda.channels.mailbox.reasons import Reason
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core import apikeys
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text

LONGEST_REASON = 500
TO_DECIDE = (*AWAITING_DECISION, State.AUTOMATIC, State.BOUNCE)
"""States in which staff can create a case from a letter or discard it; automatic detection can be wrong."""


def retry(mail: Mail, *, actor: Actor) -> Mail:
    """Queue the letter for processing again, with the current settings. Raises :class:`MailboxError`."""
    with _locked_for_decision(mail, actor, AWAITING_DECISION):
        if mail.reason == Reason.TOO_LARGE:
            raise MailboxError(_("Only its head was kept. Fetch the letter from the mail server."))
        mail.state, mail.reason, mail.detail, mail.attempts = State.WAITING, "", "", 0
        mail.save(update_fields=["state", "reason", "detail", "attempts"])
        record("mailbox.retry", mail, actor)
        jobs.enqueue_processing(mail.municipality_id)
    return mail


def make_case(mail: Mail, *, actor: Actor) -> Case:
    """Create a case from a letter; its sender gets the usual confirmation. Raises :class:`MailboxError`, ``CaseError``."""
    with _locked_for_decision(mail, actor, TO_DECIDE):
        reading = _read_stored(mail)
        case = ingest.create_case_from_letter(mail, reading, actor=actor, source=ingest.BY_STAFF)
        _save_decision(mail, State.CASE, case, reading)
        record("mailbox.make_case", mail, actor, case=case.pk)
    return case


def add_to_case(mail: Mail, case: Case, *, actor: Actor) -> Case:
    """Add a letter to a case as its sender's reply. Raises :class:`MailboxError`, ``CaseError``, ``TransitionNotAllowed``."""
    with _locked_for_decision(mail, actor, TO_DECIDE):
        if case.municipality_id != mail.municipality_id:
            raise MailboxError(_("There is no such case here."), "number")
        reading = _read_stored(mail)
        ingest.add_reply_from_letter(mail, case, reading, actor=Actor.resident(actor.request_id))
        _save_decision(mail, State.REPLY, case, reading)
        record("mailbox.add_to_case", mail, actor, case=case.pk)
    return case


def discard(mail: Mail, *, actor: Actor, reason: str) -> Mail:
    """Discard a letter; its content is stored until the retention period expires. Raises :class:`MailboxError`."""
    reason = clean_text(reason)[:LONGEST_REASON]
    if not reason:
        raise MailboxError(_("Write why nothing is made of it."), "reason")
    with _locked_for_decision(mail, actor, TO_DECIDE):
        mail.state = State.DISCARDED
        mail.forget_after = retention.get_last_day(mail)
        mail.save(update_fields=["state", "forget_after"])
        record("mailbox.discard", mail, actor, reason=reason)
    return mail


def log_view(mail: Mail, *, actor: Actor, at: str) -> None:
    """Log that the actor read a letter (``at`` is "page") or downloaded the original ("raw")."""
    actor.require("mailbox.raw" if at == "raw" else "mailbox.view", mail)
    record("mailbox.look", mail, actor, at=at)
    log_access_to_records([mail.case] if mail.case else [], actor, "cases.letter")


def new_key(municipality: Municipality, name: str, *, actor: Actor) -> tuple[DoorKey, str]:
    """Create an API key for a mail server. Returns the row and the plain key, which is not stored."""
    actor.require("mailbox.boxes")
    return apikeys.create_key(DoorKey, municipality, name, actor=actor)


def change_key(key: DoorKey, *, name: str, is_active: bool, actor: Actor) -> DoorKey:
    """Rename, activate or deactivate a key. Letters received with it are not affected."""
    actor.require("mailbox.boxes")
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


@contextmanager
def _locked_for_decision(mail: Mail, actor: Actor, states: tuple[State, ...]) -> Iterator[None]:
    """Check permission, lock the row, check its state. Raises :class:`MailboxError` if another user has decided."""
    actor.require("mailbox.decide", mail)
    with transaction.atomic():
        mail.refresh_from_db(from_queryset=Mail.objects.select_for_update(of=("self",)).select_related("box"))
        if mail.state not in states:
            raise MailboxError(_("Somebody else decided this one meanwhile."))
        if mail.is_forgotten:
            raise MailboxError(_("The letter has been forgotten: its period is over."))
        yield


def _read_stored(mail: Mail) -> ingest.Reading:
    raw = get_raw(mail) or b""
    is_ours = partial(boxes.names_own_address, mail.municipality)
    try:
        return ingest.read_letter(parse(raw), is_ours)
    except Unreadable:
        return ingest.read_letter(parse_head(raw), is_ours)


def _save_decision(mail: Mail, state: State, case: Case, reading: ingest.Reading) -> None:
    reading = reading.as_reply if state == State.REPLY else reading
    mail.state, mail.case = state, case
    mail.forget_after = retention.get_last_day(mail)
    mail.save(update_fields=["state", "case", "forget_after"])
    Content.objects.filter(mail=mail).update(
        text=reading.text, trimmed=reading.trimmed.rest, parts=reading.files.summaries
    )
