"""Actions on letters that are already written (retry, bounce), and the sender address of a municipality."""

from __future__ import annotations

from django.db import transaction

from raekoda.casework.letters import signing, tasks
from raekoda.casework.letters.events import LetterBounced
from raekoda.casework.letters.models import Letter, MailSender
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality


def retry(letter: Letter, *, actor: Actor) -> Letter:
    """Queue a failed letter again."""
    actor.require("channels.retry", letter)
    with transaction.atomic():
        letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(of=("self",)))
        if letter.status == Letter.Status.FAILED and letter.to:
            letter.status, letter.error, letter.handed_at = Letter.Status.QUEUED, "", clock.now()
            letter.save(update_fields=["status", "error", "handed_at"])
            record("channels.retry", letter, actor)
            tasks.send_letter.defer(municipality_id=letter.municipality_id, key=letter.key)
    return letter


def mark_bounced(letter: Letter, *, status: str, actor: Actor) -> Letter:
    """Mark a letter as undeliverable, as reported later by a mail server; ``status`` is its code (RFC 3463) or empty."""
    actor.require("channels.came_back")
    with transaction.atomic():
        letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(of=("self",)))
        if letter.status != Letter.Status.BOUNCED:
            letter.status, letter.error = Letter.Status.BOUNCED, status[:20]
            letter.save(update_fields=["status", "error"])
            record("channels.came_back", letter, actor, status=letter.error)
            emit(LetterBounced(letter))
    return letter


def get_mail_sender(municipality: Municipality) -> MailSender:
    """The municipality's sender settings; an unsaved row when it has none."""
    return MailSender.objects.filter(municipality=municipality).first() or MailSender(municipality=municipality)


@transaction.atomic
def save_sender(sender: MailSender, *, actor: Actor, new_key: bool = False) -> MailSender:
    """Save the sender settings. A ``new_key`` switches signing off, until its record is in the DNS."""
    actor.require("channels.set_sender")
    if new_key or (sender.is_signing and not sender.key):
        sender.key, sender.is_signing = signing.new_key(), False
    sender.save()
    record("channels.save_sender", sender, actor, is_signing=sender.is_signing, new_key=new_key)
    return sender
