"""Public statistics."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from raekoda.casework.answers import queries as answers
from raekoda.casework.cases import queries as cases
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import TALLINN
from raekoda.registry.services import queries as services


def public_counts(actor: Actor) -> dict[str, Any]:
    """How many services, answers and reports ``actor`` may see; reports by status and by month of the last year."""
    seen = cases.visible_to(actor)
    by_status = dict(seen.order_by().values_list("status").annotate(count=Count("pk")))
    open_count = seen.filter(closed_at__isnull=True).count()
    today = clock.today()
    since = date(today.year - 1, today.month, 1)
    months = (
        seen.filter(registered_at__gte=clock.local_midnight(since))
        .order_by()
        .values_list(TruncMonth("registered_at", tzinfo=TALLINN))
        .annotate(count=Count("pk"))
    )
    public = services.published()
    return {
        "services": public.count(),
        "services_taking_reports": services.taking_reports().count(),
        "answers": answers.visible_to(actor).count(),
        "reports": sum(by_status.values()),
        "reports_open": open_count,
        "reports_by_status": by_status,
        "reports_registered_by_month": {f"{month:%Y-%m}": count for month, count in sorted(months)},
    }
