"""What staff do with letters: try again, make a case, add to a case, discard, look; and the boxes and keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import becoming, jobs, retention
from raekoda.channels.mailbox.errors import MailboxError
from raekoda.channels.mailbox.models import TRAY, Content, DoorKey, Mail, State
from raekoda.channels.mailbox.raw import raw_of
from raekoda.channels.mailbox.reading.parsing import Unreadable, head_of, parse
from raekoda.channels.mailbox.reasons import Reason
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core import apikeys
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text

LONGEST_REASON = 500
TO_DECIDE = (*TRAY, State.AUTOMATIC, State.BOUNCE)
"""States in which a letter can be made a case or discarded: a machine's letter may be a person's after all."""


def retry(mail: Mail, *, actor: Actor) -> Mail:
    """Let the worker try again, by today's settings. Raises :class:`MailboxError`."""
    with _deciding(mail, actor, TRAY):
        if mail.reason == Reason.TOO_LARGE:
            raise MailboxError(_("Only its head was kept. Fetch the letter from the mail server."))
        mail.state, mail.reason, mail.detail, mail.attempts = State.WAITING, "", "", 0
        mail.save(update_fields=["state", "reason", "detail", "attempts"])
        record("mailbox.retry", mail, actor)
        jobs.start(mail.municipality_id)
    return mail


def make_case(mail: Mail, *, actor: Actor) -> Case:
    """Open a case of its own from a letter that waits; its sender is told as always. Raises :class:`MailboxError`,
    ``CaseError``."""
    with _deciding(mail, actor, TO_DECIDE):
        reading = _read(mail)
        case = becoming.become_case(mail, reading, actor=actor, source=becoming.BY_STAFF)
        _decided(mail, State.CASE, case, reading)
        record("mailbox.make_case", mail, actor, case=case.pk)
    return case


def add_to_case(mail: Mail, case: Case, *, actor: Actor) -> Case:
    """Add a letter that waits to a case as its sender's reply, as an official has decided. Raises :class:`MailboxError`,
    ``CaseError``, ``TransitionNotAllowed``."""
    with _deciding(mail, actor, TO_DECIDE):
        if case.municipality_id != mail.municipality_id:
            raise MailboxError(_("There is no such case here."), "number")
        reading = _read(mail)
        becoming.become_reply(mail, case, reading, actor=Actor.resident(actor.request_id))
        _decided(mail, State.REPLY, case, reading)
        record("mailbox.add_to_case", mail, actor, case=case.pk)
    return case


def discard(mail: Mail, *, actor: Actor, reason: str) -> Mail:
    """Decide that nothing is made of a letter; it is kept until its period is over. Raises :class:`MailboxError`."""
    reason = clean_text(reason)[:LONGEST_REASON]
    if not reason:
        raise MailboxError(_("Write why nothing is made of it."), "reason")
    with _deciding(mail, actor, TO_DECIDE):
        mail.state = State.DISCARDED
        mail.forget_after = retention.last_day(mail)
        mail.save(update_fields=["state", "forget_after"])
        record("mailbox.discard", mail, actor, reason=reason)
    return mail


def look(mail: Mail, *, actor: Actor, at: str) -> None:
    """Keep that somebody read a letter (``at`` is "page") or took it as it came ("raw")."""
    actor.must("mailbox.raw" if at == "raw" else "mailbox.view", mail)
    record("mailbox.look", mail, actor, at=at)
    log_access_to_records([mail.case] if mail.case else [], actor, "cases.letter")


def new_key(municipality: Municipality, name: str, *, actor: Actor) -> tuple[DoorKey, str]:
    """Make a key for a mail server that hands in letters; the key itself is returned this once and never kept."""
    actor.must("mailbox.boxes")
    return apikeys.create_key(DoorKey, municipality, name, actor=actor)


def change_key(key: DoorKey, *, name: str, is_active: bool, actor: Actor) -> DoorKey:
    """Rename a key, or put it out of use; what came with it stays."""
    actor.must("mailbox.boxes")
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


@contextmanager
def _deciding(mail: Mail, actor: Actor, states: tuple[State, ...]) -> Iterator[None]:
    """Permission, row lock, state: of two who decide at once the second is told."""
    actor.must("mailbox.decide", mail)
    with transaction.atomic():
        mail.refresh_from_db(from_queryset=Mail.objects.select_for_update(of=("self",)).select_related("box"))
        if mail.state not in states:
            raise MailboxError(_("Somebody else decided this one meanwhile."))
        if mail.is_forgotten:
            raise MailboxError(_("The letter has been forgotten: its period is over."))
        yield


def _read(mail: Mail) -> becoming.Reading:
    raw = raw_of(mail) or b""
    try:
        return becoming.read(parse(raw))
    except Unreadable:
        return becoming.read(head_of(raw))


def _decided(mail: Mail, state: State, case: Case, reading: becoming.Reading) -> None:
    mail.state, mail.case = state, case
    mail.forget_after = retention.last_day(mail)
    mail.save(update_fields=["state", "case", "forget_after"])
    Content.objects.filter(mail=mail).update(
        text=reading.said, trimmed=reading.trimmed.rest, parts=reading.files.listed
    )
