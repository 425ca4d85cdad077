"""Background tasks."""

from __future__ import annotations

from raekoda.identity.accesslog.models import Opening
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality


@for_each_municipality("tracker.sweep", cron="55 2 * * *", periodic_id="tracker_sweep")
def delete_expired_openings(municipality: Municipality) -> None:
    """Nightly: delete expired openings. The journal and the access log keep who opened what and why."""
    Opening.objects.filter(opened_at__lt=clock.now() - Opening.LIFETIME).delete()
