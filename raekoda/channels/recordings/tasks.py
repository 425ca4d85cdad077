"""Jobs: processing of a recording, watched folders, waiting recordings, expired recordings."""

from __future__ import annotations

import structlog
from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from raekoda.channels.recordings import actions, jobs, retention, speech
from raekoda.channels.recordings.models import Kind, Recording, State
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

AT_ONCE = 200
log = structlog.get_logger(__name__)


@app.task(name=jobs.PROCESS_TASK)
def process_recording(municipality_id: int, recording_id: int) -> None:
    """Process one recording."""
    from raekoda.channels.recordings.pipeline import process

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        recording = Recording.objects.filter(pk=recording_id).first()
        if recording is not None:
            process(recording)


@for_each_municipality(
    "recordings.intake", cron="* * * * *", periodic_id="recordings_intake", lock="recordings.intake", in_turn=True
)
def intake(municipality: Municipality) -> None:
    """Every minute: store complete files of the watched folders."""
    from raekoda.channels.recordings import folders

    count = folders.ingest_folder(municipality, actor=Actor.system())
    if count:
        log.info("recordings_taken_in", municipality=municipality.code, files=count)


@for_each_municipality("recordings.start_waiting", cron="*/5 * * * *", periodic_id="recordings_waiting", in_turn=True)
def enqueue_waiting(municipality: Municipality) -> None:
    """Every five minutes: queue jobs for recordings that wait without one."""
    waiting = Recording.objects.filter(state__in=(State.WAITING, State.WORKING)).exclude(file="")
    if speech.find_problem() is not None:
        waiting = waiting.exclude(kind=Kind.AUDIO, problem=speech.find_problem())
    for recording in waiting.order_by("id")[:AT_ONCE]:
        jobs.enqueue(recording)


@for_each_municipality("recordings.delete_overdue", cron="50 2 * * *", periodic_id="recordings_retention")
def delete_expired(municipality: Municipality) -> None:
    """Every night: delete expired recordings and orphaned files."""
    expired = list(retention.expired().order_by("id"))
    for recording in expired:
        actions.delete(recording, actor=Actor.system())
    orphans = list(retention.orphaned_files(municipality))
    for path in orphans:
        default_storage.delete(path)
    if expired or orphans:
        log.info("recordings_deleted", municipality=municipality.code, files=len(expired), strays=len(orphans))
