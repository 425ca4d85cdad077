"""Jobs of the installation itself: the job queue, backups."""

from __future__ import annotations

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from raekoda.config.worker import SILENT_SECONDS
from raekoda.platform.core import backup_state
from raekoda.platform.deliveries import crashed_jobs
from raekoda.tools.backup import BackupError, making

KEPT_HOURS = 14 * 24
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="retry_stalled_jobs")
@app.task(name="server.retry_stalled_jobs", queueing_lock="server.retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:
    """Jobs whose worker was killed are tried again: every job of the project is safe to run twice. Where the same work waits
    already (its queueing lock is taken), the dead one only releases its lock. One during which the worker died three times is
    marked as failed."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        assert job.id is not None
        if await sync_to_async(crashed_jobs.crashes_worker)(job.id):
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            await sync_to_async(crashed_jobs.mark_set_aside)(job.id, job.task_name)
            continue
        try:
            await app.job_manager.retry_job(job)
            log.warning("job_retried", task=job.task_name, job=job.id)
        except UniqueViolation:
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)
            log.warning("job_left_to_the_next", task=job.task_name, job=job.id)


@app.periodic(cron="17 3 * * *", periodic_id="remove_old_jobs")
@app.task(name="server.remove_old_jobs", queueing_lock="server.remove_old_jobs", pass_context=False)
async def remove_old_jobs(timestamp: int) -> None:
    """Delete jobs that ended two weeks ago; failed ones stay for staff."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_cancelled=True, include_aborted=True)
    await sync_to_async(crashed_jobs.delete_old)()


@app.periodic(cron="30 1 * * *", periodic_id="server_backup")
@app.task(name="server.backup", queueing_lock="server.backup", lock="server.backup")
def make_backup(timestamp: int) -> None:
    """Every night: back up the embedded database, files and secrets; the last ``RAEKODA_BACKUPS_KEPT`` stay, 0 makes none.

    Leaves as much of the disk free as health asks for.
    """
    folder, kept = settings.RAEKODA_BACKUPS, settings.RAEKODA_BACKUPS_KEPT
    if not kept or not making.is_embedded():
        return
    try:
        made = making.make_next(
            folder,
            settings.RAEKODA_BACKUP_PASSPHRASE,
            kept=kept,
            reserve_megabytes=settings.RAEKODA_DISK_WARN_MEGABYTES,
        )
    except BackupError as reason:
        backup_state.write(folder, str(reason))
        log.error("backup_failed", reason=str(reason))
        return
    backup_state.write(folder)
    log.info("backup_made", file=made.file.name, files=len(made.manifest["files"]), secrets=made.manifest["secrets"])


@app.task(name="server.ask_demo_questions", lock="search.embed", queueing_lock="server.ask_demo_questions")
def ask_demo_questions() -> None:
    """Ask the demo's made-up questions: in the worker, because reading by meaning takes its seconds."""
    from raekoda.tools.demo.asked import ask_all

    log.info("demo_questions_asked", questions=ask_all())
