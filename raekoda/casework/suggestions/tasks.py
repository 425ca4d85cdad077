"""Jobs of suggestions: a sweep over new cases, one case at once, learning every night."""

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

SWEPT_IN_TURN = 20
SWEEP_SECONDS = 45.0
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="suggest_for_new_cases")
@app.task(name="suggestions.sweep", queueing_lock="suggestions.sweep")
def suggest_for_new_cases(timestamp: int) -> None:
    """Open cases for which nothing was sought yet, some of each municipality in turn, for most of a minute."""
    end = monotonic() + SWEEP_SECONDS
    found = True
    while found and monotonic() < end:
        found = sum(sweep(end) for _municipality in each_municipality()) > 0


def sweep(end: float) -> int:
    """Suggest for the newest waiting cases of the open municipality until the moment ``end``; for how many.

    A case that makes an error is left without suggestions: it does not keep others waiting.
    """
    from raekoda.casework.suggestions import making

    waiting = Case.objects.filter(reports.not_sought()).defer("words").order_by("-pk")[:SWEPT_IN_TURN]
    count = 0
    for case in waiting:
        if monotonic() >= end:
            break
        try:
            making.suggest_for(case)
        except Exception:
            log.exception("suggestions_failed", case=case.pk)
            reports.mark_sought(case)
        count += 1
    return count


@app.task(name="suggestions.one")
def suggest_for_one(municipality_id: int, case_id: int) -> None:
    """Suggestions for a case whose page somebody opened before the sweep came to it."""
    from raekoda.casework.suggestions import making

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        case = Case.objects.filter(reports.not_sought(), pk=case_id).defer("words").first()
        if case is not None:
            making.suggest_for(case)


def ask_for(case: Case) -> None:
    """Have the case's suggestions made now; asking again while the job waits changes nothing."""
    job = suggest_for_one.configure(queueing_lock=f"suggestions.one:{case.pk}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(municipality_id=case.municipality_id, case_id=case.pk)


@app.periodic(cron="40 2 * * *", periodic_id="learn_from_ended_cases")
@app.task(name="suggestions.learn", queueing_lock="suggestions.learn")
def learn_from_ended_cases(timestamp: int) -> None:
    """Every night: what the day's ended cases taught."""
    from raekoda.casework.suggestions import learning

    for _municipality in each_municipality():
        learning.learn(actor=Actor.system())
