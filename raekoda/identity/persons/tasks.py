"""Jobs: sessions that are over go."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from raekoda.identity.persons.models import Session
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality

SESSION_KEPT = timedelta(days=7)
"""Whoever comes back to a page left open is known by the session that ran out (forms kept for them); in a week they have."""


@app.periodic(cron="50 2 * * *", periodic_id="persons_sweep")
@app.task(name="persons.sweep", queueing_lock="persons.sweep")
def sweep(timestamp: int) -> None:
    """Every night: sessions that ended or ran out a week ago are deleted; the journal has the sign-ins."""
    for _municipality in each_municipality():
        Session.objects.filter(expires_at__lt=clock.now() - SESSION_KEPT).delete()
