"""Stores incoming letters from every channel: the original is committed before any processing."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from raekoda.channels.mailbox import jobs
from raekoda.channels.mailbox.models import Box, IntakeChannel, Mail, State
from raekoda.channels.mailbox.raw import store_raw
from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import Parsed, parse_head
from raekoda.channels.mailbox.reasons import Reason
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.rows import insert
from raekoda.platform.core.secrets import keyed_digest

UNIQUE_CONSTRAINT = "mail_once"


def receive(
    raw: bytes, *, box: Box, actor: Actor, channel: str, recipient: str = "", received_at: datetime | None = None,
    whole_size: int = 0, at_once: bool = False,
) -> tuple[Mail, bool]:  # fmt: skip
    """Store a letter; return its row and whether it is new. A letter that is stored already returns its first row.

    ``whole_size`` (bytes) is set when ``raw`` is only the header of a letter above the size limit of the box. A processing
    job is queued unless the caller processes the letter itself (``at_once``). The letter is committed on return.
    """
    actor.require("mailbox.receive")
    fingerprint = headers.fingerprint(raw)
    if (existing := Mail.objects.filter(fingerprint=fingerprint).first()) is not None:
        return existing, False
    now = clock.now()
    mail = Mail(
        municipality=box.municipality, box=box, door=IntakeChannel(channel),
        recipient=recipient[:254].lower().replace("\x00", ""),
        received_at=min(received_at or now, now), size=whole_size or len(raw), fingerprint=fingerprint,
        is_demo=box.municipality.is_demo,
    )  # fmt: skip
    if whole_size:
        mail.state, mail.reason = State.FAILED, Reason.TOO_LARGE
        set_summary(mail, parse_head(raw))
    try:
        with transaction.atomic():
            insert(mail)
            store_raw(mail, raw)
            record("mailbox.receive", mail, actor, door=channel, size=mail.size, box=box.pk)
            if not whole_size and not at_once:
                jobs.enqueue_processing(box.municipality_id)
    except IntegrityError as error:
        if UNIQUE_CONSTRAINT not in str(error):
            raise
        return Mail.objects.get(fingerprint=fingerprint), False
    return mail, True


def set_summary(mail: Mail, parsed: Parsed) -> None:
    """Set the fields shown in lists: sender, subject, Message-Id."""
    name, address = parsed.sender
    mail.sender, mail.sender_name, mail.subject = address[:254], name[:160], parsed.subject
    mail.sender_key = keyed_digest("mail-sender", address) if address else ""
    mail.message_id = parsed.message_id
