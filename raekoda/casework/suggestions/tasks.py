"""Jobs: suggestions for new cases, for one case, and nightly training."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import reports
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

BATCH_SIZE = 20
BATCH_SECONDS = 45.0
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="suggest_for_new_cases")
@app.task(name="suggestions.sweep", queueing_lock="suggestions.sweep")
def process_new_cases(timestamp: int) -> None:
    """Every minute: process open cases in batches, one municipality after another, for up to BATCH_SECONDS."""
    end = monotonic() + BATCH_SECONDS
    found = True
    while found and monotonic() < end:
        found = sum(process_batch(end) for _municipality in each_municipality()) > 0


def process_batch(end: float) -> int:
    """Process the newest waiting cases of the current municipality until ``end`` (monotonic seconds); returns their number.

    A case that raises an error is marked as processed, so that it does not block others.
    """
    from raekoda.casework.suggestions import generation

    waiting = Case.objects.filter(reports.unprocessed()).defer("words").order_by("-pk")[:BATCH_SIZE]
    count = 0
    for case in waiting:
        if monotonic() >= end:
            break
        try:
            generation.generate_suggestions(case)
        except Exception:
            log.exception("suggestions_failed", case=case.pk)
            reports.mark_processed(case)
        count += 1
    return count


@app.task(name="suggestions.one")
def process_case(municipality_id: int, case_id: int) -> None:
    """Generate suggestions for a case whose page was opened before its batch."""
    from raekoda.casework.suggestions import generation

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        case = Case.objects.filter(reports.unprocessed(), pk=case_id).defer("words").first()
        if case is not None:
            generation.generate_suggestions(case)


def enqueue_for(case: Case) -> None:
    """Enqueue the generation for a case; idempotent while the job waits."""
    job = process_case.configure(queueing_lock=f"suggestions.one:{case.pk}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(municipality_id=case.municipality_id, case_id=case.pk)


@app.task(name="suggestions.train")
def train_for(municipality_id: int) -> None:
    """Train the models of one municipality anew."""
    from raekoda.casework.suggestions import training

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        training.train_models(actor=Actor.system())


def enqueue_training(municipality_id: int) -> None:
    """Enqueue the training for a municipality; idempotent while the job waits."""
    job = train_for.configure(queueing_lock=f"suggestions.train:{municipality_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(municipality_id=municipality_id)


@app.periodic(cron="40 2 * * *", periodic_id="learn_from_ended_cases")
@app.task(name="suggestions.learn", queueing_lock="suggestions.learn")
def learn_from_ended_cases(timestamp: int) -> None:
    """Every night: train the models on closed cases."""
    from raekoda.casework.suggestions import training

    for _municipality in each_municipality():
        training.train_models(actor=Actor.system())
