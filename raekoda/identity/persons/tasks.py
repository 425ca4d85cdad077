"""Background tasks."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from raekoda.identity.persons.models import Session
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality

SESSION_KEPT = timedelta(days=7)
"""An expired session identifies the owner of a pending form, so it is retained for a week."""


@app.periodic(cron="50 2 * * *", periodic_id="persons_sweep")
@app.task(name="persons.sweep", queueing_lock="persons.sweep")
def delete_expired_sessions(timestamp: int) -> None:
    """Nightly: delete sessions that expired more than a week ago. The journal keeps the sign-ins."""
    for _municipality in each_municipality():
        Session.objects.filter(expires_at__lt=clock.now() - SESSION_KEPT).delete()
