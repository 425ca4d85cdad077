"""All of a resident's applications."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.platform.core.paging import keyset
from raekoda.selfservice.applications import queries, shown

AT_ONCE = 20
MOST_DRAFTS = 50


@resident_page
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What is not sent yet, the consents that are asked, and what was sent, newest first."""
    resident = get_resident(request)
    assert resident is not None
    page = keyset(shown.told(queries.visible_to(resident.actor)), request, order=("-id",), size=AT_ONCE)
    context = {
        "resident": resident,
        "drafts": shown.draft_rows(resident, MOST_DRAFTS),
        "consents": shown.consent_rows(resident, MOST_DRAFTS),
        "page": page,
        "rows": [shown.row(application) for application in page],
    }
    return render(request, "applications/site/list.html", context)
