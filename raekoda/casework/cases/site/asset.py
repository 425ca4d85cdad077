"""Choosing the asset: the assets of a service's layer on a map, and the nearest of them as a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from raekoda.casework.cases import queries
from raekoda.casework.cases.site import draft_asset
from raekoda.casework.cases.site.drafts import Draft
from raekoda.casework.cases.site.flow import with_draft
from raekoda.casework.cases.site.places import map_context
from raekoda.casework.cases.site.report import FLOW_NAME, STEPS, after_asset, chosen_service
from raekoda.identity.places.queries import search_addresses
from raekoda.identity.places.site import parse_point
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.registry.assets import queries as assets
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.models import Service

MOST_OPTIONS = 8
NONE_OF_THESE = "none"


@with_draft(FLOW_NAME)
def choose(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Choose the asset, or none of them; open reports about the chosen one are shown before going on."""
    service = chosen_service(draft)
    layers = draft_asset.layers_for(service) if service is not None else []
    if service is None or not layers:
        return after_asset(request, draft, service)
    if request.method != "POST" or "find" in request.POST:
        return _page(request, draft, service, layers)
    ref = request.POST.get("asset", "").replace("\x00", "")[:20]
    if ref == NONE_OF_THESE:
        draft.update(asset="")
        return after_asset(request, draft, service)
    asset = assets.reportable_assets(service, Actor.resident()).filter(ref=ref).first() if ref else None
    if asset is None:
        return _page(request, draft, service, layers, error=_("Please choose one. “None of these” will do."))
    reported = draft_asset.open_reports(asset) if request.POST.get("anyway") != asset.ref else []
    if reported:
        return _page(request, draft, service, layers, chosen=asset, reported=reported)
    draft.update(**draft_asset.draft_data(asset))
    return after_asset(request, draft, service)


@with_draft(FLOW_NAME)
def options(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The list as a page fragment, for the centre of the map (``?lon=&lat=``) or a search text (``?q=``)."""
    service = chosen_service(draft)
    layers = draft_asset.layers_for(service) if service is not None else []
    near = _nearest(request, draft, service, layers) if service is not None else []
    chosen = draft_asset.get_draft_asset(draft)
    return render(request, "cases/site/_asset_options.html", {"options": _with_counts(near), "chosen": chosen})


def _page(
    request: HttpRequest,
    draft: Draft,
    service: Service,
    layers: list[Layer],
    *,
    error: str = "",
    chosen: Asset | None = None,
    reported: list[Any] | None = None,
) -> HttpResponse:
    chosen = chosen or draft_asset.get_draft_asset(draft)
    near = _nearest(request, draft, service, layers)
    if chosen is not None and all(each.asset != chosen for each in near):
        near = [assets.NearbyAsset(chosen), *near]
    context = {
        "draft": draft,
        "service": service,
        "layer": layers[0],
        "options": _with_counts(near),
        "chosen": chosen,
        "reported": reported or [],
        "error": error,
        "words": _words(request),
        "area_url": reverse("assets:service_map_data", args=[service.slug]),
        "none": NONE_OF_THESE,
        "steps": STEPS,
        **map_context(),
    }
    return render(request, "cases/site/report_asset.html", context, status=422 if error else 200)


def _words(request: HttpRequest) -> str:
    return (request.POST.get("q") or request.GET.get("q") or "").replace("\x00", "").strip()[:100]


def _nearest(request: HttpRequest, draft: Draft, service: Service, layers: list[Layer]) -> list[assets.NearbyAsset]:
    """Assets that match the search text; else the nearest to the address in it, to the centre of the map, or to the draft's
    place."""
    resident = Actor.resident()
    if words := _words(request):
        found = assets.search(assets.reportable_assets(service, resident), words).order_by("label", "pk")
        named = [assets.NearbyAsset(asset) for asset in found[:MOST_OPTIONS]]
        return named or _nearest_to_address(words, layers)
    point = parse_point(request) or draft.point
    return assets.nearest(layers, point, resident, MOST_OPTIONS) if point else []


def _nearest_to_address(words: str, layers: list[Layer]) -> list[assets.NearbyAsset]:
    hits = search_addresses(words, limit=1)
    return assets.nearest(layers, Point(*hits[0].point), Actor.resident(), MOST_OPTIONS) if hits else []


def _with_counts(near: list[assets.NearbyAsset]) -> list[dict[str, Any]]:
    """Each asset with its distance and the number of its open public reports: one query for all."""
    counts = queries.open_counts([each.asset for each in near], Actor.resident())
    return [{"asset": each.asset, "metres": each.metres, "reported": counts.get(each.asset.pk, 0)} for each in near]
