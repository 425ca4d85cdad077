"""The cases of a signed-in resident: a section of the dashboard, and the list of all."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case, Kind, Status
from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.paging import keyset

PAGE_SIZE = 25


def section_rows(resident: Resident, limit: int) -> list[Row]:
    """Cases of the person for whom the resident acts: those that wait for a reply first, then the newest."""
    cases = queries.own_cases(resident.actor).exclude(kind=Kind.APPLICATION)
    lines = cases.only("subject", "token", "status", "registered_at")
    waiting_first = lines.alias(waits=Q(status=Status.WAITING)).order_by("-waits", "-id")
    return [_row(case) for case in waiting_first[:limit]]


@resident_page
@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """All cases, newest first."""
    resident = get_resident(request)
    assert resident is not None
    cases = queries.own_cases(resident.actor).exclude(kind=Kind.APPLICATION)
    page = keyset(cases, request, order=("-id",), size=PAGE_SIZE)
    return render(request, "cases/site/own.html", {"page": page, "rows": [_row(case) for case in page.items]})


def _row(case: Case) -> Row:
    waits = case.status == Status.WAITING
    return Row(
        title=case.subject,
        url=reverse("cases:status", args=[case.token]),
        status=str(_("waiting for your answer") if waits else case.get_status_display()),
        when=case.registered_at,
        needs_action=waits,
    )
