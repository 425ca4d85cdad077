"""Starting the work on letters: one job in the caller's transaction for all that wait in a municipality."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

WORK = "mailbox.work"


def start(municipality_id: int) -> None:
    """Let the worker go through what waits, unless a job for it waits already. One that is overlooked because it begins
    just now is found by the sweep of the next minute."""
    name = f"mailbox-{municipality_id}"
    if ProcrastinateJob.objects.filter(queueing_lock=name, status="todo").exists():
        return
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(WORK, queueing_lock=name).defer(municipality_id=municipality_id)
