"""Background tasks."""

from __future__ import annotations

from datetime import timedelta

from raekoda.identity.persons.models import Session
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality

SESSION_KEPT = timedelta(days=7)
"""An expired session identifies the owner of a pending form, so it is retained for a week."""


@for_each_municipality("persons.sweep", cron="50 2 * * *", periodic_id="persons_sweep")
def delete_expired_sessions(municipality: Municipality) -> None:
    """Nightly: delete sessions that expired more than a week ago. The journal keeps the sign-ins."""
    Session.objects.filter(expires_at__lt=clock.now() - SESSION_KEPT).delete()
