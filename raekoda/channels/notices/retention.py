"""Erasure of subscribers' addresses after they unsubscribe; the rows remain for counts."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from raekoda.casework.letters.models import Letter
from raekoda.channels.notices.models import Subscriber
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tokens import new_token

UNCONFIRMED = timedelta(days=7)
AT_ONCE = 500


def erase_expired(municipality: Municipality) -> int:
    """Erase addresses of those who unsubscribed ``RAEKODA_LEFT_SUBSCRIBER_DAYS`` days ago or did not confirm within a week,
    in the scope of ``municipality``; return how many."""
    now = clock.now()
    left = Q(left_at__lt=now - timedelta(days=settings.RAEKODA_LEFT_SUBSCRIBER_DAYS))
    unconfirmed = Q(confirmed_at=None, asked_at__lt=now - UNCONFIRMED)
    count = 0
    while found := list(Subscriber.objects.filter(left | unconfirmed).exclude(email="").order_by("pk")[:AT_ONCE]):
        count += len(found)
        with transaction.atomic():
            for subscriber in found:
                _erase(subscriber, now)
    if count:
        record("notices.forget", municipality, Actor.system(), subscribers=count)
    return count


def _erase(subscriber: Subscriber, now: object) -> None:
    Letter.objects.filter(key__startswith=f"subscribe:{subscriber.pk}:").update(to="", subject="", text="")
    Subscriber.objects.filter(pk=subscriber.pk).update(
        email="", token=new_token(), wanted={}, kinds=[], area_ids=[], topic_ids=[], service_ids=[],
        left_at=subscriber.left_at or now,
    )  # fmt: skip
