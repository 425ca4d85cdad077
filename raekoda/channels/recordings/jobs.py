"""Starting the work on a recording: a job in the caller's transaction, at most one waiting for each."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.channels.recordings.models import Recording

WORK = "recordings.work"


def start(recording: Recording) -> None:
    """Let the worker begin or go on. One that waits already is enough; two on one recording come one after the other."""
    name = f"recording-{recording.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(WORK, lock=name, queueing_lock=name).defer(
            municipality_id=recording.municipality_id, recording_id=recording.pk
        )
