"""Queues the processing of letters: one job for all waiting letters of a municipality."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

PROCESS_TASK = "mailbox.work"


def enqueue_processing(municipality_id: int) -> None:
    """Queue a processing job in the caller's transaction, unless one is queued already. A letter missed because that job
    has just started is found by the task that runs every minute."""
    name = f"mailbox-{municipality_id}"
    if ProcrastinateJob.objects.filter(queueing_lock=name, status="todo").exists():
        return
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(PROCESS_TASK, queueing_lock=name).defer(municipality_id=municipality_id)
