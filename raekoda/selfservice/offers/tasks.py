"""Tasks: execute a run; every morning a run of each released rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.offers.models import OfferRule, Run


@app.task(name="offers.run", lock="offers.run")
def run(municipality_id: int, run_id: int) -> None:
    """Execute a run; no effect when it is finished or its rule was stopped or changed."""
    from raekoda.selfservice.offers import runs

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        pending = Run.objects.select_related("rule__benefit", "rule__purpose").filter(pk=run_id).first()
        if pending is not None:
            runs.execute(pending)


@for_each_municipality("offers.daily", cron="10 5 * * *", periodic_id="offers_daily")
def daily(municipality: Municipality) -> None:
    """Start a run of each released rule in every municipality."""
    from raekoda.selfservice.offers import actions

    for rule in OfferRule.objects.filter(state=OfferRule.State.RELEASED):
        actions.begin_run(rule)
