"""Periodic task: deletion of expired transfers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality
from raekoda.selfservice.lifeevents.models import Handover


@app.periodic(cron="*/30 * * * *", periodic_id="lifeevents_sweep")
@app.task(name="lifeevents.sweep", queueing_lock="lifeevents.sweep")
def clean_up(timestamp: int) -> None:
    """Delete expired transfers."""
    for _municipality in each_municipality():
        Handover.objects.filter(expires_at__lt=clock.now()).delete()
