"""The first page of the desk, and its search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from raekoda.casework.cases.desk.lookup import find_case
from raekoda.casework.cases.desk.queue import case_url, queue
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page


@require_safe
@staff_page("people.enter")
def home(request: HttpRequest) -> HttpResponseBase:
    """The queue for those who work on cases; a start page for others."""
    if Actor.of(request).may("cases.view"):
        return queue(request)
    return render(request, "desk/home.html")


@require_safe
@staff_page("cases.view")
def quick_search(request: HttpRequest) -> HttpResponse:
    """A case number redirects to its case; any other text to a search of all cases."""
    text = request.GET.get("q", "").strip()[:200]
    case = find_case(text, Actor.of(request))
    if case is not None:
        return redirect(case_url(case))
    return redirect(f"{reverse('desk:home')}?{urlencode({'tab': 'all', 'q': text})}")
