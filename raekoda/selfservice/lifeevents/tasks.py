"""Periodic task: deletion of expired transfers."""

from __future__ import annotations

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.selfservice.lifeevents.models import Handover


@for_each_municipality("lifeevents.sweep", cron="*/30 * * * *", periodic_id="lifeevents_sweep", in_turn=True)
def clean_up(municipality: Municipality) -> None:
    """Delete expired transfers."""
    Handover.objects.filter(expires_at__lt=clock.now()).delete()
