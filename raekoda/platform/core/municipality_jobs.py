"""Periodic jobs that do the same for every municipality, so that an error in one does not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.outage import UNREACHABLE, find_outage
from raekoda.platform.core.tenancy import municipality_scope

Work = Callable[[Municipality], None]
log = structlog.get_logger(__name__)


class MunicipalitiesFailed(Exception):
    """The codes of the municipalities whose work failed; the work of all others is done."""


def for_each_municipality(
    name: str,
    *,
    cron: str,
    periodic_id: str,
    lock: str | None = None,
    in_turn: bool = False,
    has_work: Callable[[], bool] | None = None,
) -> Callable[[Work], Task[Any, Any, Any]]:
    """Make a function of a municipality, called in its scope, a periodic task ``name``.

    The task defers a job for each municipality; one of them runs at a time (``lock``, else the name). ``has_work``, called in
    its scope, leaves out those for which there is nothing to do. ``in_turn`` is for short work that comes every few minutes:
    one job does it for one municipality after the other, logs errors and fails at the end, because jobs of their own would
    cost more than the work.
    """

    def decorate(work: Work) -> Task[Any, Any, Any]:
        @app.periodic(cron=cron, periodic_id=periodic_id)
        @app.task(name=name, queueing_lock=name, lock=lock or (None if in_turn else name))
        @wraps(work)
        def run(timestamp: int, municipality_id: int | None = None) -> None:
            if municipality_id is not None:
                _run_one(work, Municipality.objects.get(pk=municipality_id))
            elif in_turn:
                _run_in_turn(name, work)
            else:
                _defer_each(run, timestamp, has_work)

        return run

    return decorate


def _run_one(work: Work, municipality: Municipality) -> None:
    with municipality_scope(municipality):
        work(municipality)


def _run_in_turn(name: str, work: Work) -> None:
    failed = []
    for municipality in Municipality.objects.order_by("pk"):
        try:
            _run_one(work, municipality)
        except Exception as error:
            if find_outage(error) == UNREACHABLE:
                raise
            log.exception("municipality_failed", task=name, municipality=municipality.code)
            failed.append(municipality.code)
    if failed:
        raise MunicipalitiesFailed(*failed)


def _defer_each(task: Task[Any, Any, Any], timestamp: int, has_work: Callable[[], bool] | None) -> None:
    """A job for each municipality that has work and no job waiting."""
    for municipality in Municipality.objects.order_by("pk"):
        with municipality_scope(municipality):
            if has_work is not None and not has_work():
                continue
        with suppress(AlreadyEnqueued), transaction.atomic():
            job = task.configure(queueing_lock=f"{task.name}:{municipality.pk}")
            job.defer(timestamp=timestamp, municipality_id=municipality.pk)
