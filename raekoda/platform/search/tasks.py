"""The job that computes vectors of published texts."""

from __future__ import annotations

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.platform.core import clock
from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.vectors import activate, embed_some, models_to_fill, split_missing

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="embed_passages")
@app.task(name="search.embed", lock="search.embed", queueing_lock="search.embed")
def embed_passages(timestamp: int) -> None:
    """Every minute: compute missing vectors; continues where an earlier run was interrupted."""
    split_missing()
    try:
        for model in models_to_fill():
            embedded = 0
            while some := embed_some(model):
                embedded += some
            if embedded:
                log.info("passages_embedded", model=model.name, passages=embedded)
            activate(model)
    except EmbeddingUnavailable as reason:
        log.warning("embedding_unavailable", reason=str(reason))


def start_embedding() -> bool:
    """Start now instead of within the minute; False when a run is waiting already."""
    try:
        with transaction.atomic():
            embed_passages.configure().defer(timestamp=int(clock.now().timestamp()))
    except AlreadyEnqueued:
        return False
    return True
