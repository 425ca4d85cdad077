"""A job: what was handed over and not taken is thrown away."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality
from raekoda.selfservice.lifeevents.models import Handover


@app.periodic(cron="*/30 * * * *", periodic_id="lifeevents_sweep")
@app.task(name="lifeevents.sweep", queueing_lock="lifeevents.sweep")
def sweep(timestamp: int) -> None:
    """Handovers whose time is over."""
    for _municipality in each_municipality():
        Handover.objects.filter(expires_at__lt=clock.now()).delete()
