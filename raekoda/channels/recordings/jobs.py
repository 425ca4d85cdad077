"""Queues the processing of a recording, in the caller's transaction."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.channels.recordings.models import Recording

PROCESS_TASK = "recordings.work"


def enqueue(recording: Recording) -> None:
    """Queue a processing job unless one is queued; jobs of a recording run one after the other."""
    name = f"recording-{recording.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(PROCESS_TASK, lock=name, queueing_lock=name).defer(
            municipality_id=recording.municipality_id, recording_id=recording.pk
        )
