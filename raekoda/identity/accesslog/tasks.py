"""Jobs: openings of persons' pages that hold no more go."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.identity.accesslog.models import Opening
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality


@app.periodic(cron="55 2 * * *", periodic_id="tracker_sweep")
@app.task(name="tracker.sweep", queueing_lock="tracker.sweep")
def sweep(timestamp: int) -> None:
    """Every night: openings past their half hour are deleted; the journal and the looks have who opened whom and why."""
    for _municipality in each_municipality():
        Opening.objects.filter(opened_at__lt=clock.now() - Opening.HOLDS).delete()
