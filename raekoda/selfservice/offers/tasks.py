"""Jobs: one run of a rule; every morning a run of each released rule."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope
from raekoda.selfservice.offers.models import OfferRule, Run


@app.task(name="offers.run", lock="offers.run")
def run(municipality_id: int, run_id: int) -> None:
    """Carry out one run; one that is finished, or whose rule was stopped or changed meanwhile, changes nothing."""
    from raekoda.selfservice.offers import running

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        made = Run.objects.select_related("rule__benefit", "rule__purpose").filter(pk=run_id).first()
        if made is not None:
            running.run(made)


@app.periodic(cron="10 5 * * *", periodic_id="offers_daily")
@app.task(name="offers.daily", queueing_lock="offers.daily")
def daily(timestamp: int) -> None:
    """A run of each released rule of each municipality."""
    from raekoda.selfservice.offers import actions

    for _municipality in each_municipality():
        for rule in OfferRule.objects.filter(state=OfferRule.State.RELEASED):
            actions.begin_run(rule)
