"""Reads of letters; :func:`visible_to` is the access check."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Prefetch, QuerySet

from raekoda.casework.cases.records import readable_originals
from raekoda.channels.mailbox.models import Content, DoorKey, Mail
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys import active_key

HOUR = timedelta(hours=1)


def visible_to(actor: Actor) -> QuerySet[Mail]:
    """Letters of the cases whose sender ``actor`` may see, and those without a case for who directs these."""
    mails = Mail.objects.select_related("case", "box").defer("case__words")
    return mails.filter(readable_originals(actor)) if actor.may("mailbox.view") else mails.none()


def with_content(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Load what was left out of the letters' texts and their files, without the originals."""
    return mails.prefetch_related(Prefetch("content", Content.objects.defer("raw", "text")))


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Numbers of letters by state."""
    rows = visible_to(actor).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def count_in_last_hour(mail: Mail) -> int:
    """Number of letters of the same sender in the hour before this one."""
    rows = Mail.objects.filter(
        sender_key=mail.sender_key, received_at__gt=mail.received_at - HOUR, received_at__lte=mail.received_at
    )
    return rows.exclude(pk=mail.pk).count()


def find_key(plain: str) -> DoorKey | None:
    """The active key of the current municipality that matches ``plain``; None when there is none."""
    return active_key(DoorKey, plain)
