"""Jobs of grouping."""

from __future__ import annotations

import structlog

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.search.embedding import EmbeddingUnavailable

log = structlog.get_logger(__name__)


@for_each_municipality(
    "assistant.group_questions", cron="*/5 * * * *", periodic_id="group_questions", lock="assistant.gaps", in_turn=True
)
def group_questions(municipality: Municipality) -> None:
    """Every five minutes: group new questions."""
    from raekoda.casework.assistant.unanswered.grouping import group_new_questions

    try:
        if placed := group_new_questions():
            log.info("questions_grouped", municipality=municipality.code, questions=placed)
    except EmbeddingUnavailable as reason:
        log.warning("embedding_unavailable", reason=str(reason))


@for_each_municipality("assistant.tidy_gaps", cron="41 3 * * *", periodic_id="tidy_gaps", lock="assistant.gaps")
def tidy_gaps(municipality: Municipality) -> None:
    """Every night: refresh counts after deletions and delete empty groups."""
    from raekoda.casework.assistant.unanswered.grouping import refresh_all

    refresh_all()
