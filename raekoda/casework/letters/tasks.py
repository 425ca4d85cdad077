"""Background jobs of mail: sending one letter, and queueing letters that wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from raekoda.casework.letters.delivery import deliver
from raekoda.casework.letters.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

MAX_ATTEMPTS = 8
FIRST_WAIT_SECONDS = 30
SWEEP_AFTER = timedelta(seconds=5)
LOST_AFTER = timedelta(hours=36)
BATCH_SIZE = 500


class Backoff(BaseRetryStrategy):
    """Half a minute, then three times as long every time: eight attempts within about nine hours."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts + 1 >= MAX_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": FIRST_WAIT_SECONDS * 3**job.attempts})


@app.task(name="channels.send_letter", retry=Backoff(), pass_context=True)
def send_letter(context: JobContext, municipality_id: int, key: str) -> None:
    """Send one letter; does nothing when it was sent or deleted meanwhile."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        letter = Letter.objects.filter(key=key).first()
        if letter is not None:
            deliver(letter, last_try=context.job.attempts + 1 >= MAX_ATTEMPTS)


@for_each_municipality("channels.send_waiting", cron="* * * * *", periodic_id="send_waiting", in_turn=True)
def send_waiting(municipality: Municipality) -> None:
    """Every minute: defer a job for every letter that was written without one (those to units), or whose job was lost."""
    with transaction.atomic():
        defer_waiting(municipality)


def defer_waiting(municipality: Municipality) -> int:
    """Defer jobs for waiting letters without one, in the scope of ``municipality``; returns how many."""
    now = clock.now()
    waiting = Letter.objects.filter(status=Letter.Status.QUEUED)
    fresh = waiting.filter(handed_at=None, created_at__lt=now - SWEEP_AFTER)
    lost = waiting.filter(handed_at__lt=now - LOST_AFTER)
    found = list((fresh | lost).select_for_update(skip_locked=True).order_by("id")[:BATCH_SIZE])
    if found:
        Letter.objects.filter(pk__in=[letter.pk for letter in found]).update(handed_at=now)
        defer(found)
    return len(found)


def defer(letters: Iterable[Letter]) -> None:
    """Defer a job for each of the letters, in one statement."""
    jobs: list[dict[str, Any]] = [{"municipality_id": each.municipality_id, "key": each.key} for each in letters]
    send_letter.batch_defer(*jobs)
