"""Resident's page: the access log of their own data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from raekoda.identity.accesslog import presenters, queries
from raekoda.identity.persons.access import get_resident, resident_page
from raekoda.platform.core.paging import keyset

app_name = "tracker"
PAGE = 50


@resident_page
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Access log of the person for whom the resident acts, newest first."""
    resident = get_resident(request)
    assert resident is not None
    page = keyset(queries.own_entries(resident.actor), request, order=("-id",), size=PAGE)
    return render(
        request, "accesslog/access_log.html", {"page": page, "entries": presenters.present_entries(page.items)}
    )


urlpatterns = [path("iseteenindus/vaatamised/", access_log, name="looks")]
