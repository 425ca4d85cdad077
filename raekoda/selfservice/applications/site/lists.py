"""The list of a resident's applications."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.platform.core.paging import keyset
from raekoda.selfservice.applications import presenters, queries

BATCH_SIZE = 20
MAX_DRAFTS = 50


@resident_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Drafts, requested consents and sent applications, newest first."""
    resident = get_resident(request)
    assert resident is not None
    page = keyset(
        presenters.with_list_annotations(queries.visible_to(resident.actor)), request, order=("-id",), size=BATCH_SIZE
    )
    context = {
        "resident": resident,
        "drafts": presenters.draft_rows(resident, MAX_DRAFTS),
        "consents": presenters.consent_rows(resident, MAX_DRAFTS),
        "page": page,
        "rows": [presenters.row(application) for application in page],
    }
    return render(request, "applications/site/list.html", context)
