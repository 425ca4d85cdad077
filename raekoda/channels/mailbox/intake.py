"""The one way in, whatever the door: a letter is kept whole, in a transaction of its own, before anything is read in it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from raekoda.channels.mailbox import jobs
from raekoda.channels.mailbox.models import Box, Door, Mail, State
from raekoda.channels.mailbox.raw import keep
from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import Parsed, head_of
from raekoda.channels.mailbox.reasons import Reason
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.rows import insert
from raekoda.platform.core.secrets import keyed_digest

ONCE = "mail_once"


def receive(
    raw: bytes, *, box: Box, actor: Actor, door: str, recipient: str = "", received_at: datetime | None = None,
    whole_size: int = 0, at_once: bool = False,
) -> tuple[Mail, bool]:  # fmt: skip
    """Keep a letter as it came; whether it is new. The same letter again, by whatever door, gives the first one.

    ``whole_size`` is given when ``raw`` is only the head of a letter larger than the box takes. A job to read it is made
    unless the caller does so ``at_once``. When this returns, the letter is safe: the door may say so.
    """
    actor.must("mailbox.receive")
    fingerprint = headers.fingerprint(raw)
    if (known := Mail.objects.filter(fingerprint=fingerprint).first()) is not None:
        return known, False
    now = clock.now()
    mail = Mail(
        municipality=box.municipality, box=box, door=Door(door), recipient=recipient[:254].lower().replace("\x00", ""),
        received_at=min(received_at or now, now), size=whole_size or len(raw), fingerprint=fingerprint,
        is_demo=box.municipality.is_demo,
    )  # fmt: skip
    if whole_size:
        mail.state, mail.reason = State.FAILED, Reason.TOO_LARGE
        describe(mail, head_of(raw))
    try:
        with transaction.atomic():
            insert(mail)
            keep(mail, raw)
            record("mailbox.receive", mail, actor, door=door, size=mail.size, box=box.pk)
            if not whole_size and not at_once:
                jobs.start(box.municipality_id)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        return Mail.objects.get(fingerprint=fingerprint), False
    return mail, True


def describe(mail: Mail, parsed: Parsed) -> None:
    """Put into the row what lists show: who wrote, and about what."""
    name, address = parsed.sender
    mail.sender, mail.sender_name, mail.subject = address[:254], name[:160], parsed.subject
    mail.sender_key = keyed_digest("mail-sender", address) if address else ""
    mail.message_id = parsed.message_id
