"""The circuit breaker of a target, stored in the database and shared by all processes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from raekoda.platform.core import clock
from raekoda.platform.deliveries import rules
from raekoda.platform.deliveries.models import Breaker


def open_until(target: str) -> datetime | None:
    """Until when the breaker is open; None when the target may be called. After the pause one caller probes the target, the
    others wait for its result."""
    with transaction.atomic():
        breaker = Breaker.objects.select_for_update().filter(target=target, open_until__isnull=False).first()
        if breaker is None or breaker.open_until is None:
            return None
        now = clock.now()
        if breaker.open_until > now:
            return breaker.open_until
        breaker.open_until, breaker.changed_at = now + rules.FIRST_PAUSE, now
        breaker.save(update_fields=["open_until", "changed_at"])
        return None


def record_failure(municipality_id: int, target: str) -> None:
    """Record that the target did not answer; the breaker opens after some failures in a row."""
    with transaction.atomic():
        now = clock.now()
        Breaker.objects.bulk_create(
            [Breaker(municipality_id=municipality_id, target=target, changed_at=now)], ignore_conflicts=True
        )
        breaker = Breaker.objects.select_for_update().get(target=target)
        breaker.failures, breaker.changed_at = breaker.failures + 1, now
        breaker.open_until = rules.open_until(now, breaker.failures)
        breaker.save(update_fields=["failures", "open_until", "changed_at"])


def record_success(target: str) -> None:
    """Record that the target answered: close the breaker."""
    Breaker.objects.filter(target=target).exclude(failures=0, open_until=None).update(
        failures=0, open_until=None, changed_at=clock.now()
    )
