"""Reads of letters, behind one gate."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from raekoda.channels.mailbox.models import TRAY, DoorKey, Mail
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys import active_key

HOUR = timedelta(hours=1)


def visible_to(actor: Actor) -> QuerySet[Mail]:
    """Letters of the open municipality, for those who work on cases; none for others."""
    mails = Mail.objects.select_related("case", "box")
    return mails if actor.may("mailbox.view") else mails.none()


def in_tray(actor: Actor) -> QuerySet[Mail]:
    """Letters that wait for somebody's decision."""
    return visible_to(actor).filter(state__in=TRAY)


def within_the_hour(mail: Mail) -> int:
    """How many letters of the same sender came in the hour before this one."""
    rows = Mail.objects.filter(
        sender_key=mail.sender_key, received_at__gt=mail.received_at - HOUR, received_at__lte=mail.received_at
    )
    return rows.exclude(pk=mail.pk).count()


def key_of(plain: str) -> DoorKey | None:
    """The key in use of the open municipality that reads ``plain``; None when there is none."""
    return active_key(DoorKey, plain)
