"""Jobs of grouping."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core.tenancy import each_municipality
from raekoda.platform.search.embedding import EmbeddingUnavailable

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="group_questions")
@app.task(name="assistant.group_questions", lock="assistant.gaps", queueing_lock="assistant.group_questions")
def group_questions(timestamp: int) -> None:
    """Every five minutes: group new questions."""
    from raekoda.casework.assistant.unanswered.grouping import group_new_questions

    for municipality in each_municipality():
        try:
            if placed := group_new_questions():
                log.info("questions_grouped", municipality=municipality.code, questions=placed)
        except EmbeddingUnavailable as reason:
            log.warning("embedding_unavailable", reason=str(reason))
            return


@app.periodic(cron="41 3 * * *", periodic_id="tidy_gaps")
@app.task(name="assistant.tidy_gaps", lock="assistant.gaps", queueing_lock="assistant.tidy_gaps")
def tidy_gaps(timestamp: int) -> None:
    """Every night: refresh counts after deletions and delete empty groups."""
    from raekoda.casework.assistant.unanswered.grouping import refresh_all

    for _municipality in each_municipality():
        refresh_all()
