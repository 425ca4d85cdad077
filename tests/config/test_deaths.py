"""A job that kills the worker is tried three times and then set aside; the worker goes on with the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.config.tasks import retry_stalled_jobs
from raekoda.platform.deliveries.models import JobStart
from tests.config.installation import until

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]
WORKER = """
import os
import django
django.setup()
from procrastinate.contrib.django import app
@app.task(name="tests.die")
def die():
    os.kill(os.getpid(), 9)
@app.task(name="tests.live")
def live():
    pass
from raekoda.config.worker import run_worker
run_worker()
"""


def worker() -> subprocess.Popen[bytes]:
    given = connection.get_connection_params()
    address = f"postgresql://{given['user']}@/{given['dbname']}?host={given['host']}&port={given.get('port') or 5432}"
    surroundings = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "raekoda.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=Path(__file__).parents[2], env=surroundings, stderr=subprocess.DEVNULL
    )


def forget_the_dead() -> None:
    """Time goes on until the heartbeat of the dead worker is old, and what follows from it is done."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'")
    async_to_sync(retry_stalled_jobs.func)(timestamp=0)


def test_a_job_that_kills_the_worker_is_set_aside_after_three_deaths_and_others_are_done() -> None:
    job = app.configure_task("tests.die").defer()
    for death in (1, 2, 3):
        assert worker().wait(120) == -signal.SIGKILL
        assert JobStart.objects.get(job=job).starts == death
        forget_the_dead()
    assert ProcrastinateJob.objects.get(id=job).status == "failed"
    assert JobStart.objects.get(job=job).set_aside_at is not None

    other = app.configure_task("tests.live").defer()
    living = worker()
    try:
        until(lambda: ProcrastinateJob.objects.get(id=other).status == "succeeded", "the other job is done")
        assert not JobStart.objects.filter(job=other).exists()
    finally:
        living.terminate()
        living.wait(30)
