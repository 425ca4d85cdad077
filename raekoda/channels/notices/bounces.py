"""Letters of notices that mail servers return: after three permanent failures the subscription ends."""

from __future__ import annotations

import re

from django.db import transaction

from raekoda.channels.notices import subscriptions
from raekoda.channels.notices.models import Recipient
from raekoda.platform.core.actor import Actor

MESSAGE_ID = re.compile(r"<notice-[a-z0-9]{10}-(\d{1,18})\.\d{4}@", re.IGNORECASE)
MOST_BOUNCES = 3
TRANSIENT = "4"
State = Recipient.State


def mark_bounced(returned: str, *, status: str, actor: Actor) -> bool:
    """Mark the letter of a notice that a bounce returns, once; return whether there is one in this municipality.

    ``returned`` is the text of the bounce with the header of the letter: it has to name the subscriber's address too, so
    that a Message-ID that somebody guesses ends no subscription. ``status`` is by RFC 3463; 4.x.x does not count.
    """
    actor.require("channels.came_back")
    found = MESSAGE_ID.search(returned)
    with transaction.atomic():
        recipient = _locked(int(found.group(1))) if found else None
        if found is None or recipient is None or not _is_of(recipient, found.group(), returned):
            return False
        if recipient.state != State.BOUNCED:
            recipient.state, recipient.error = State.BOUNCED, status[:20]
            recipient.save(update_fields=["state", "error"])
            _end_after_too_many(recipient)
    return True


def _locked(pk: int) -> Recipient | None:
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("subscriber", "notice")
    return rows.filter(pk=pk).first()


def _is_of(recipient: Recipient, message_id: str, returned: str) -> bool:
    email = recipient.subscriber.email.lower()
    return recipient.notice.ref.lower() in message_id.lower() and bool(email) and email in returned.lower()


def _end_after_too_many(recipient: Recipient) -> None:
    subscriber = recipient.subscriber
    if subscriber.confirmed_at is None:
        return
    bounced = Recipient.objects.filter(
        subscriber=subscriber, state=State.BOUNCED, notice__published_at__gte=subscriber.confirmed_at
    )
    count = bounced.exclude(error__startswith=TRANSIENT).count()
    if count >= MOST_BOUNCES:
        subscriptions.end_undeliverable(subscriber, bounces=count)
