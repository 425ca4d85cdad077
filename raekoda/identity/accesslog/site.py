"""For residents: who has looked at my data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from raekoda.identity.accesslog import queries
from raekoda.identity.persons.access import resident_of, resident_page
from raekoda.platform.core.paging import keyset

app_name = "tracker"
PAGE = 50


@resident_page
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Looks at the data of whom the resident acts for, the newest first."""
    resident = resident_of(request)
    assert resident is not None
    page = keyset(queries.at_own(resident.actor), request, order=("-id",), size=PAGE)
    return render(request, "accesslog/looks.html", {"page": page, "looks": queries.shown(page.items)})


urlpatterns = [path("iseteenindus/vaatamised/", looks, name="looks")]
