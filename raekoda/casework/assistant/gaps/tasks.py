"""The job that puts new questions into groups."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core.tenancy import each_municipality
from raekoda.platform.search.embedding import EmbeddingUnavailable

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="group_questions")
@app.task(name="assistant.group_questions", lock="assistant.gaps", queueing_lock="assistant.group_questions")
def group_questions(timestamp: int) -> None:
    """Every five minutes: all new questions find their group; goes on where an earlier run was interrupted."""
    from raekoda.casework.assistant.gaps.grouping import group_new

    for municipality in each_municipality():
        try:
            if placed := group_new():
                log.info("questions_grouped", municipality=municipality.code, questions=placed)
        except EmbeddingUnavailable as reason:
            log.warning("embedding_unavailable", reason=str(reason))
            return


@app.periodic(cron="41 3 * * *", periodic_id="tidy_gaps")
@app.task(name="assistant.tidy_gaps", lock="assistant.gaps", queueing_lock="assistant.tidy_gaps")
def tidy_gaps(timestamp: int) -> None:
    """Every night: counts follow the questions that the calendar has deleted, and groups left empty go."""
    from raekoda.casework.assistant.gaps.grouping import refresh_all

    for _municipality in each_municipality():
        refresh_all()
