"""The job that gives vectors to what was published."""

from __future__ import annotations

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.platform.core import clock
from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.vectors import cut_missing, embed_some, finish, models_to_fill

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="embed_passages")
@app.task(name="search.embed", lock="search.embed", queueing_lock="search.embed")
def embed_passages(timestamp: int) -> None:
    """Every minute: all passages without a vector get one; goes on where an earlier run was interrupted."""
    cut_missing()
    try:
        for model in models_to_fill():
            made = 0
            while some := embed_some(model):
                made += some
            if made:
                log.info("passages_embedded", model=model.name, passages=made)
            finish(model)
    except EmbeddingUnavailable as reason:
        log.warning("embedding_unavailable", reason=str(reason))


def start_embedding() -> bool:
    """Begin now instead of within the minute; False when a run waits already."""
    try:
        with transaction.atomic():
            embed_passages.configure().defer(timestamp=int(clock.now().timestamp()))
    except AlreadyEnqueued:
        return False
    return True
