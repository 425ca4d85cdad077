"""Jobs that the worker dies of: each counts its attempt before it runs and is set aside after three deaths.

The count is committed before the job begins, so that nothing a job does, not even killing its process, takes it back.
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
MOST_STARTS = 3
LOOP = timedelta(minutes=15)
DEATHS_OF_A_LOOP = 3
SHOWN_DAYS = 14
COUNT = """
    INSERT INTO deliveries_jobstart AS known (job, task, starts, started_at) VALUES (%(job)s, %(task)s, 1, now())
    ON CONFLICT (job) DO UPDATE SET starts = known.starts + 1, started_at = now(), set_aside_at = NULL
"""
ENDED = "DELETE FROM deliveries_jobstart WHERE job = %(job)s"
log = structlog.get_logger(__name__)


async def counted(call_next: Callable[[], Awaitable[Any]], context: Any, worker: Any) -> Any:
    """A middleware of the worker: the attempt is counted before the job, and forgotten when the job has ended.

    A worker that loses the database during a job ends at once: the job would otherwise count as failed, or as under way for
    as long as the worker lives. The next worker tries it again.
    """
    job = context.job
    try:
        await context.app.connector.execute_query_async(COUNT, job=job.id, task=job.task_name)
        try:
            return await call_next()
        finally:
            await context.app.connector.execute_query_async(ENDED, job=job.id)
    except Exception as error:
        if find_outage(error) == UNREACHABLE:
            log.error("database_lost", task=job.task_name, job=job.id)
            os._exit(DATABASE_LOST)
        raise


def is_deadly(job: int) -> bool:
    """Whether the worker has died so often of a job that it is not tried again."""
    return JobStart.objects.filter(job=job, starts__gte=MOST_STARTS).exists()


def set_aside(job: int, task: str) -> None:
    """Note, for staff and for the log, that a job is not tried again."""
    JobStart.objects.filter(job=job).update(set_aside_at=clock.now())
    log.error("job_set_aside", task=task, job=job)


def shown() -> list[JobStart]:
    """Jobs that were set aside lately, the newest first."""
    since = clock.now() - timedelta(days=SHOWN_DAYS)
    return list(JobStart.objects.filter(set_aside_at__gt=since).order_by("-set_aside_at")[:20])


def is_looping() -> bool:
    """Whether the worker died again and again in the last quarter of an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(sum(CASE WHEN set_aside_at IS NULL THEN starts - 1 ELSE starts END), 0)"
            " FROM deliveries_jobstart WHERE started_at > now() - make_interval(secs => %s)",
            [LOOP.total_seconds()],
        )
        (deaths,) = cursor.fetchone()
    return bool(deaths >= DEATHS_OF_A_LOOP)


def forget() -> None:
    """Forget jobs that nobody is told of any more."""
    JobStart.objects.filter(started_at__lt=clock.now() - timedelta(days=2 * SHOWN_DAYS)).delete()
