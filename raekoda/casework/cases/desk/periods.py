"""The legal periods in force, with their sources (read only)."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.cases.models import ClockRule, RetentionRule
from raekoda.platform.core import clock
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


@require_safe
@staff_page("cases.see_periods")
def periods_page(request: HttpRequest) -> HttpResponse:
    """The legal periods for each kind of case, and the retention periods of personal data."""
    today = clock.today()
    ours = Q(municipality=None) | Q(municipality=current())
    periods = list(ClockRule.objects.filter(ours).order_by("kind", "-valid_from"))
    return render(
        request,
        "cases/desk/periods.html",
        {
            "tables": [
                (_("In force"), [rule for rule in periods if rule.valid_to is None or rule.valid_to >= today]),
                (_("Earlier, for older cases"), [rule for rule in periods if rule.valid_to and rule.valid_to < today]),
            ],
            "retention": RetentionRule.objects.filter(ours).order_by("kind", "-valid_from"),
        },
    )
