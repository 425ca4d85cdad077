"""Jobs: work on one recording; what lies in the watched folders; what waits; what is past its period."""

from __future__ import annotations

import structlog
from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from raekoda.channels.recordings import actions, jobs, retention, speech
from raekoda.channels.recordings.models import Kind, Recording, State
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

AT_ONCE = 200
log = structlog.get_logger(__name__)


@app.task(name=jobs.WORK)
def work(municipality_id: int, recording_id: int) -> None:
    """Transcribe or read one recording and propose what was asked in it."""
    from raekoda.channels.recordings.working import work as work_on

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        recording = Recording.objects.filter(pk=recording_id).first()
        if recording is not None:
            work_on(recording)


@app.periodic(cron="* * * * *", periodic_id="recordings_intake")
@app.task(name="recordings.intake", queueing_lock="recordings.intake", lock="recordings.intake")
def intake(timestamp: int) -> None:
    """Every minute: take in what lies whole in the watched folders."""
    from raekoda.channels.recordings import folders

    for municipality in each_municipality():
        taken = folders.take_in_all(municipality, actor=Actor.system())
        if taken:
            log.info("recordings_taken_in", municipality=municipality.code, files=taken)


@app.periodic(cron="*/5 * * * *", periodic_id="recordings_waiting")
@app.task(name="recordings.start_waiting", queueing_lock="recordings.start_waiting")
def start_waiting(timestamp: int) -> None:
    """A job for what waits without one: the engine is there now, or the job was lost."""
    for _municipality in each_municipality():
        waiting = Recording.objects.filter(state__in=(State.WAITING, State.WORKING)).exclude(file="")
        if speech.obstacle() is not None:
            waiting = waiting.exclude(kind=Kind.AUDIO, problem=speech.obstacle())
        for recording in waiting.order_by("id")[:AT_ONCE]:
            jobs.start(recording)


@app.periodic(cron="50 2 * * *", periodic_id="recordings_retention")
@app.task(name="recordings.delete_overdue", queueing_lock="recordings.delete_overdue")
def delete_overdue(timestamp: int) -> None:
    """Every night: files and words past their period are deleted, and files that no recording knows."""
    for municipality in each_municipality():
        overdue = list(retention.overdue().order_by("id"))
        for recording in overdue:
            actions.delete(recording, actor=Actor.system())
        strays = list(retention.strays(municipality))
        for path in strays:
            default_storage.delete(path)
        if overdue or strays:
            log.info("recordings_deleted", municipality=municipality.code, files=len(overdue), strays=len(strays))
