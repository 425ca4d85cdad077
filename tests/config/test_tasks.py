"""Jobs of a worker that was killed are tried again."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.config.tasks import remove_old_jobs, retry_stalled_jobs
from raekoda.identity.accounts.models import Role
from raekoda.platform.deliveries import crashed_jobs
from raekoda.platform.deliveries.models import JobStart
from tests.casework.cases.conftest import make_user

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


def begun(job: int, times: int) -> None:
    """What the worker commits before it runs a job, so many times without an end."""
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute(crashed_jobs.COUNT_START, {"job": job, "task": TASK})


def test_a_job_of_which_the_worker_died_three_times_is_set_aside_and_staff_are_told(client, municipality) -> None:
    job = under_way(seconds_since_heartbeat=300)
    begun(job, 3)
    run(retry_stalled_jobs)
    assert ProcrastinateJob.objects.get(id=job).status == "failed"
    client.force_login(make_user(municipality, "ametnik", Role.ADMINISTRATOR))
    assert f"{TASK} ({job})" in client.get(reverse("deliveries_desk:tray")).text
    assert crashed_jobs.is_crash_loop()


def test_a_job_of_which_the_worker_died_once_or_twice_is_tried_again() -> None:
    job = under_way(seconds_since_heartbeat=300)
    begun(job, 2)
    run(retry_stalled_jobs)
    assert ProcrastinateJob.objects.get(id=job).status == "todo"
    assert not crashed_jobs.is_crash_loop()


class Connector:
    """The worker's connection to the database."""

    async def execute_query_async(self, query: str, **values: object) -> None:
        def execute() -> None:
            with connection.cursor() as cursor:
                cursor.execute(query, values)

        await sync_to_async(execute)()


@pytest.mark.parametrize("error", [None, ValueError])
def test_an_attempt_is_counted_before_the_job_and_forgotten_when_it_ended(error: type[Exception] | None) -> None:
    seen: list[int] = []

    async def work() -> None:
        seen.append(await JobStart.objects.filter(job=7, starts=1).acount())
        if error is not None:
            raise error

    context = SimpleNamespace(job=SimpleNamespace(id=7, task_name=TASK), app=SimpleNamespace(connector=Connector()))
    with suppress(ValueError):
        async_to_sync(crashed_jobs.count_start)(work, context, None)
    assert seen == [1]
    assert not JobStart.objects.exists()
