"""The lists of cases: tabs, filters, saved views, map, export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk.filters import TABS, CaseList, allowed_parameters, case_list
from raekoda.casework.cases.models import Case, SavedView
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.geometry import read_box
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page

PAGE_SIZE = 50
MOST_ON_MAP = 2000
SHOWN_TABS = ("mine", "unit", "unassigned", "waiting", "open", "closed")


def default_tab(actor: Actor) -> str:
    """The first tab that a user sees: officials their own cases, all others the open ones."""
    return "mine" if rights_of(actor).can(Capability.HANDLE) else "open"


@require_safe
@staff_page("cases.view")
def queue(request: HttpRequest) -> HttpResponse:
    """The requested list of cases."""
    actor = Actor.of(request)
    listed = case_list(request.GET, actor, default_tab(actor))
    on_map = request.GET.get("layout") == "map"
    context = {
        "listed": listed,
        "tabs": _tabs(request, listed),
        "filter_form": listed.form,
        "chips": listed.form.chips(),
        "q": request.GET.get("q", ""),
        "views": SavedView.objects.filter(user_id=actor.id),
        "on_map": on_map,
        "list_url": _address(request, layout=""),
        "map_url": _address(request, layout="map"),
        "parameters": urlencode(allowed_parameters(request.GET) | {"tab": listed.tab.name}),
        "may_export": actor.may("cases.export"),
        "hidden": {"tab": listed.tab.name, **({"layout": "map"} if on_map else {})},
    }
    if not on_map:
        page = keyset(with_list_fields(listed.cases), request, order=listed.tab.order, size=PAGE_SIZE)
        if request.GET.get("q", "").strip():
            log_access_to_records(page.items, actor, "cases.found")
        context["page"] = page
    return render(request, "cases/desk/queue.html", context)


def with_list_fields(cases: Any) -> Any:
    """The cases with the fields that a row of a list shows, in one query."""
    return queries.with_names(cases, "service", "unit", "official").defer("attributes", "public_text", "score_comment")


def _tabs(request: HttpRequest, listed: CaseList) -> list[dict[str, Any]]:
    names = SHOWN_TABS if listed.tab.name in SHOWN_TABS else (*SHOWN_TABS, listed.tab.name)
    return [
        {
            "label": TABS[name].label,
            "url": _address(request, tab=name),
            "is_current": name == listed.tab.name,
            "count": "",
        }
        for name in names
    ]


def _address(request: HttpRequest, **changed: str) -> str:
    """The address of this list with some parameters changed, without its page."""
    parameters = allowed_parameters(request.GET) | changed
    return "?" + urlencode({name: value for name, value in parameters.items() if value})


@require_safe
@staff_page("cases.view")
def map_data(request: HttpRequest) -> HttpResponse:
    """The list as GeoJSON points within ``bbox=west,south,east,north``, at most 2,000, in the order of the list."""
    actor = Actor.of(request)
    listed = case_list(request.GET, actor, default_tab(actor))
    placed = listed.cases.filter(point__isnull=False)
    box = read_box(request.GET.get("bbox", ""))
    if box is not None:
        placed = placed.filter(point__within_box=box)
    rows = list(with_list_fields(placed).order_by(*listed.tab.order)[: MOST_ON_MAP + 1])
    if request.GET.get("q", "").strip():
        log_access_to_records(rows[:MOST_ON_MAP], actor, "cases.found")
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [_feature(case) for case in rows[:MOST_ON_MAP]],
            "truncated": len(rows) > MOST_ON_MAP,
        },
        content_type="application/geo+json",
    )


def _feature(case: Case) -> dict[str, Any]:
    status = str(case.get_status_display())
    assert case.point is not None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [case.point.lon, case.point.lat]},
        "properties": {
            "title": f"{case.number} {case.subject}",
            "url": case_url(case),
            "status": case.status,
            "text": f"{status}, {_('late')}" if case.is_late else status,
            "tone": "danger" if case.is_late else "",
        },
    }


def case_url(case: Case) -> str:
    """The staff page of the case."""
    return reverse("cases_desk:case", args=[case.number])
