"""Jobs that crash the worker: each start is counted before the job runs, and the job is set aside after three crashes.

The count is committed before the job begins, so that not even killing the process can undo it.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection

from raekoda.platform.core import clock
from raekoda.platform.core.outage import UNREACHABLE, find_outage
from raekoda.platform.deliveries.models import JobStart

DATABASE_LOST = 3
"""Exit code of a worker that lost the database."""
MAX_STARTS = 3
LOOP_PERIOD = timedelta(minutes=15)
LOOP_CRASHES = 3
SHOWN_DAYS = 14
COUNT_START = """
    INSERT INTO deliveries_jobstart AS known (job, task, starts, started_at) VALUES (%(job)s, %(task)s, 1, now())
    ON CONFLICT (job) DO UPDATE SET starts = known.starts + 1, started_at = now(), set_aside_at = NULL
"""
DELETE_START = "DELETE FROM deliveries_jobstart WHERE job = %(job)s"
log = structlog.get_logger(__name__)


async def count_start(call_next: Callable[[], Awaitable[Any]], context: Any, worker: Any) -> Any:
    """A middleware of the worker: counts the start before the job, and deletes the count when the job has ended.

    A worker that loses the database during a job ends at once: the job would otherwise count as failed, or as under way for
    as long as the worker lives. The next worker tries it again.
    """
    job = context.job
    try:
        await context.app.connector.execute_query_async(COUNT_START, job=job.id, task=job.task_name)
        try:
            return await call_next()
        finally:
            await context.app.connector.execute_query_async(DELETE_START, job=job.id)
    except Exception as error:
        if find_outage(error) == UNREACHABLE:
            log.error("database_lost", task=job.task_name, job=job.id)
            os._exit(DATABASE_LOST)
        raise


def crashes_worker(job: int) -> bool:
    """Whether a job crashed the worker so often that it is not run again."""
    return JobStart.objects.filter(job=job, starts__gte=MAX_STARTS).exists()


def mark_set_aside(job: int, task: str) -> None:
    """Record, for staff and in the log, that a job is not run again."""
    JobStart.objects.filter(job=job).update(set_aside_at=clock.now())
    log.error("job_set_aside", task=task, job=job)


def recently_set_aside() -> list[JobStart]:
    """Jobs set aside in the last ``SHOWN_DAYS`` days, newest first."""
    since = clock.now() - timedelta(days=SHOWN_DAYS)
    return list(JobStart.objects.filter(set_aside_at__gt=since).order_by("-set_aside_at")[:20])


def is_crash_loop() -> bool:
    """Whether the worker crashed repeatedly in the last quarter of an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(sum(CASE WHEN set_aside_at IS NULL THEN starts - 1 ELSE starts END), 0)"
            " FROM deliveries_jobstart WHERE started_at > now() - make_interval(secs => %s)",
            [LOOP_PERIOD.total_seconds()],
        )
        (crashes,) = cursor.fetchone()
    return bool(crashes >= LOOP_CRASHES)


def delete_old() -> None:
    """Delete old rows that are no longer shown."""
    JobStart.objects.filter(started_at__lt=clock.now() - timedelta(days=2 * SHOWN_DAYS)).delete()
