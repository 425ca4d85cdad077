"""Jobs of the assistant: update phrases, delete old questions."""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.casework.answers.events import AnswerReleased, AnswerWithdrawn
from raekoda.casework.assistant.phrases import delete_other_models, update_phrases
from raekoda.casework.assistant.retention import delete_overdue
from raekoda.platform.core.events import on
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.vectors import models_to_fill
from raekoda.registry.services.events import ServicePublished, ServiceWithdrawn

log = structlog.get_logger(__name__)


@app.periodic(cron="25 * * * *", periodic_id="fill_phrases")
@app.task(name="assistant.fill_phrases", lock="assistant.fill_phrases", queueing_lock="assistant.fill_phrases")
def fill_phrases(timestamp: int = 0) -> None:
    """Every hour and after publishing: update phrases and their vectors."""
    try:
        models = models_to_fill()
        made = sum(
            update_phrases(model, place) for model in models for place in (None, *Municipality.objects.order_by("pk"))
        )
    except EmbeddingUnavailable as reason:
        log.warning("embedding_unavailable", reason=str(reason))
        return
    delete_other_models(models)
    if made:
        log.info("phrases_filled", phrases=made)


@on(ServicePublished)
@on(ServiceWithdrawn)
@on(AnswerReleased)
@on(AnswerWithdrawn)
def _published_texts_changed(event: object) -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        fill_phrases.defer()


@for_each_municipality("assistant.delete_exchanges", cron="50 2 * * *", periodic_id="delete_exchanges")
def delete_exchanges(municipality: Municipality) -> None:
    """Every night: delete questions past their retention period."""
    if count := delete_overdue(municipality):
        log.info("exchanges_deleted", municipality=municipality.code, exchanges=count)
