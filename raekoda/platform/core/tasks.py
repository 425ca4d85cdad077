"""Jobs that clean up core's own tables."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.models import RateCounter


@app.periodic(cron="*/30 * * * *", periodic_id="sweep_rate_counters")
@app.task(name="core.sweep_rate_counters", queueing_lock="core.sweep_rate_counters")
def sweep_rate_counters(timestamp: int) -> None:
    """Delete counters whose window has expired."""
    RateCounter.objects.filter(expires_at__lt=clock.now()).delete()
