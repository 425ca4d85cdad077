"""The circuit breaker of a target, kept in the database so that all processes leave it alone together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from raekoda.platform.core import clock
from raekoda.platform.deliveries import rules
from raekoda.platform.deliveries.models import Breaker


def rests_until(target: str) -> datetime | None:
    """Until when the target is left alone; None when it may be asked. The first to come after its rest asks it alone:
    the others wait for what that one finds."""
    with transaction.atomic():
        breaker = Breaker.objects.select_for_update().filter(target=target, open_until__isnull=False).first()
        if breaker is None or breaker.open_until is None:
            return None
        now = clock.now()
        if breaker.open_until > now:
            return breaker.open_until
        breaker.open_until, breaker.changed_at = now + rules.FIRST_REST, now
        breaker.save(update_fields=["open_until", "changed_at"])
        return None


def failed(municipality_id: int, target: str) -> None:
    """The target did not answer; after some failures in a row it is left alone for a while."""
    with transaction.atomic():
        now = clock.now()
        Breaker.objects.bulk_create(
            [Breaker(municipality_id=municipality_id, target=target, changed_at=now)], ignore_conflicts=True
        )
        breaker = Breaker.objects.select_for_update().get(target=target)
        breaker.failures, breaker.changed_at = breaker.failures + 1, now
        breaker.open_until = rules.rests_until(now, breaker.failures)
        breaker.save(update_fields=["failures", "open_until", "changed_at"])


def answered(target: str) -> None:
    """The target answers: whoever waits for it may go at once."""
    Breaker.objects.filter(target=target).exclude(failures=0, open_until=None).update(
        failures=0, open_until=None, changed_at=clock.now()
    )
