"""Background tasks."""

from __future__ import annotations

from procrastinate.contrib.django import app

from raekoda.identity.accesslog.models import Opening
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality


@app.periodic(cron="55 2 * * *", periodic_id="tracker_sweep")
@app.task(name="tracker.sweep", queueing_lock="tracker.sweep")
def delete_expired_openings(timestamp: int) -> None:
    """Nightly: delete expired openings. The journal and the access log keep who opened what and why."""
    for _municipality in each_municipality():
        Opening.objects.filter(opened_at__lt=clock.now() - Opening.LIFETIME).delete()
