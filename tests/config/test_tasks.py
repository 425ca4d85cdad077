"""Jobs of a worker that was killed are tried again."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.config.tasks import remove_old_jobs, retry_stalled_jobs

pytestmark = pytest.mark.django_db
TASK = "server.remove_old_jobs"


def under_way(seconds_since_heartbeat: int) -> int:
    """A job that a worker took and that worker's last sign of life."""
    job = app.configure_task(TASK).defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = w.id FROM w WHERE procrastinate_jobs.id = %s",
            [seconds_since_heartbeat, job],
        )
    return job


def run(task) -> None:  # type: ignore[no-untyped-def]
    """Run a task inside the test's own transaction."""
    async_to_sync(task.func)(timestamp=0)


def test_job_of_a_dead_worker_is_tried_again() -> None:
    job = under_way(seconds_since_heartbeat=300)
    run(retry_stalled_jobs)
    assert ProcrastinateJob.objects.get(id=job).status == "todo"


def test_job_of_a_living_worker_is_left_alone() -> None:
    job = under_way(seconds_since_heartbeat=5)
    run(retry_stalled_jobs)
    assert ProcrastinateJob.objects.get(id=job).status == "doing"


def test_ended_jobs_are_forgotten_after_two_weeks() -> None:
    old, recent = (app.configure_task(TASK, queueing_lock=str(number)).defer(timestamp=0) for number in (1, 2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id IN (%s, %s)", [old, recent])
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '20 days' WHERE job_id = %s", [old])
    run(remove_old_jobs)
    assert list(ProcrastinateJob.objects.values_list("id", flat=True)) == [recent]
