"""Background tasks."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from raekoda.identity.signin.models import Attempt, KeptForm, ProviderSession, SeenToken
from raekoda.identity.signin.pending_forms import LIFETIME
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality

UNFINISHED_KEPT = timedelta(days=7)
TOKEN_SEEN_KEPT = timedelta(days=2)
"""Much longer than the maximum age of a logout token."""


@for_each_municipality("signin.sweep", cron="25 * * * *", periodic_id="signin_sweep", in_turn=True)
def delete_expired(municipality: Municipality) -> None:
    """Hourly: delete old attempts, ended provider sessions, used token identifiers, expired pending forms."""
    now = clock.now()
    Attempt.objects.filter(created_at__lt=now - timedelta(days=settings.RAEKODA_SIGNIN_KEPT_DAYS)).delete()
    Attempt.objects.filter(used_at=None, created_at__lt=now - UNFINISHED_KEPT).delete()
    ProviderSession.objects.exclude(session__ended_at=None).delete()
    ProviderSession.objects.filter(expires_at__lt=now - timedelta(hours=1)).delete()
    SeenToken.objects.filter(seen_at__lt=now - TOKEN_SEEN_KEPT).delete()
    KeptForm.objects.filter(created_at__lt=now - LIFETIME).delete()
