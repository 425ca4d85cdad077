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
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.outage import UNREACHABLE, find_outage
from raekoda.platform.core.tenancy import municipality_scope

BATCH_SIZE = 20
BATCH_SECONDS = 45.0
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="suggest_for_new_cases")
@app.task(name="suggestions.sweep", queueing_lock="suggestions.sweep")
def process_new_cases(timestamp: int) -> None:
    """Every minute: process open cases in batches, one municipality after another, for up to BATCH_SECONDS."""
    end = monotonic() + BATCH_SECONDS
    waiting = list(Municipality.objects.order_by("pk"))
    while waiting and monotonic() < end:
        waiting = [municipality for municipality in waiting if _has_processed(municipality, end)]


def _has_processed(municipality: Municipality, end: float) -> bool:
    """Process a batch; whether there was anything. A municipality whose batch fails waits for the next minute."""
    try:
        with municipality_scope(municipality):
            return process_batch(end) > 0
    except Exception as error:
        if find_outage(error) == UNREACHABLE:
            raise
        log.exception("suggestions_batch_failed", municipality=municipality.code)
        return False


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


@for_each_municipality("suggestions.learn", cron="40 2 * * *", periodic_id="learn_from_ended_cases")
def learn_from_ended_cases(municipality: Municipality) -> None:
    """Every night: train the models on closed cases."""
    from raekoda.casework.suggestions import training

    training.train_models(actor=Actor.system())
