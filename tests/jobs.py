"""Running jobs within the transaction of a test."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.tasks import Task


def run_for_each(task: Task[Any, Any, Any]) -> int:
    """Run a periodic task and the job that it defers for each municipality; returns how many there were."""
    task(0)
    jobs = ProcrastinateJob.objects.filter(task_name=task.name, status="todo")
    found = list(jobs.order_by("id").values_list("args", flat=True))
    jobs._raw_delete(jobs.db)  # the model itself is read-only
    for args in found:
        task(**args)
    return len(found)
