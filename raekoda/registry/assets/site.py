"""Public pages: the layers, one layer with its map and list, one asset with its reports; map data; open data."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from raekoda.identity.places import queries as places
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.geometry import read_box
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.tenancy import current
from raekoda.registry.assets import downloads, queries, shown
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.queries import taking_reports

app_name = "assets"

PAGE_SIZE = 40
MOST_ON_MAP = 400
FEW = 24
WIDE = 0.04
"""Degrees of longitude: a district or more, where more than a few points lie on one another."""
LONGEST_SEARCH = 100


@require_safe
def layers(request: HttpRequest) -> HttpResponse:
    """Every public layer."""
    return render(request, "assets/site/layers.html", {"layers": queries.layers()})


@require_safe
def layer(request: HttpRequest, slug: str) -> HttpResponse:
    """One layer: its map, and its assets by name, narrowed by ``?q=``."""
    shown_layer = layer_or_404(slug)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    assets = queries.search(queries.public(shown_layer), words)
    context = {
        "layer": shown_layer,
        "words": words,
        "page": keyset(assets, request, order=("label", "id"), size=PAGE_SIZE),
        "area_url": reverse("assets:map_data", args=[slug]),
        "map": places.map_settings(current()),
        "formats": [(name, reverse("assets:download", args=[slug, name])) for name in downloads.CONTENT_TYPES],
    }
    return render(request, "assets/site/layer.html", context)


@require_safe
@cache_control(public=True, max_age=60)
def map_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The layer's assets within ``?bbox=west,south,east,north`` as GeoJSON; where they are many, counts by cells."""
    return _within_box(request, queries.public(layer_or_404(slug)))


@require_safe
@cache_control(public=True, max_age=60)
def service_map_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of all layers among whose assets one who reports to a service chooses."""
    service = get_object_or_404(taking_reports(), slug=slug)
    return _within_box(request, queries.choosable(service, Actor.resident()))


def _within_box(request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse:
    box = read_box(request.GET.get("bbox", "")) or places.bounds(current())
    found = list(assets.filter(point__within_box=box)[: MOST_ON_MAP + 1])
    is_far = box[2] - box[0] > WIDE and len(found) > FEW
    features = _counted(assets, box) if is_far or len(found) > MOST_ON_MAP else [_feature(asset) for asset in found]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _counted(assets: QuerySet[Asset], box: queries.Box) -> list[dict[str, Any]]:
    """A count for each cell of a grid; who is alone in a cell is shown as what it is."""
    cells = queries.cells(assets, box)
    alone = assets.filter(pk__in=[cell.key for cell in cells if cell.count == 1])
    return [*(_cell(cell) for cell in cells if cell.count > 1), *(_feature(asset) for asset in alone)]


def _feature(asset: Asset) -> dict[str, Any]:
    properties = {"ref": asset.ref, "title": asset.title, "text": asset.address, "url": page_of(asset)}
    return {"type": "Feature", "id": asset.ref, "geometry": _point(asset.point), "properties": properties}


def _cell(cell: queries.Cell) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _point(cell.point), "properties": {"count": cell.count}}


def _point(point: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(point.lon, 6), round(point.lat, 6)]}


@never_cache
@require_safe
def asset(request: HttpRequest, ref: str) -> HttpResponse:
    """One asset: where and what it is, what was reported of it, the way to report. A removed one says so."""
    actor = Actor.resident()
    found = queries.by_ref(actor, ref)
    if found is None:
        raise Http404("No such asset")
    near = None if found.address else places.nearest_address(found.point)
    context = {
        "asset": found,
        "layer": found.layer,
        "address": found.address or (near.text if near else ""),
        "attributes": queries.attributes(found),
        "sections": shown.rendered(found, actor, request),
        "takes_reports": found.is_in_use and found.layer.services.filter(live=True, takes_reports=True).exists(),
        "shape_url": reverse("assets:shape", args=[ref]) if has_shape(found) else "",
        "staff": Actor.of(request).may("assets.view"),
    }
    return render(request, "assets/site/asset.html", context)


def has_shape(asset: Asset) -> bool:
    """Whether the asset is more than a point, without reading its shape."""
    return Asset.objects.filter(pk=asset.pk, geometry__isnull=False).exists()


@require_safe
@cache_control(public=True, max_age=300)
def shape(request: HttpRequest, ref: str) -> HttpResponse:
    """The line or surface of an asset as GeoJSON."""
    found = queries.visible_to(Actor.resident()).defer(None).filter(ref=ref, geometry__isnull=False).first()
    if found is None:
        raise Http404("No such shape")
    feature = {"type": "Feature", "properties": {"title": found.title}, "geometry": found.geometry}
    return JsonResponse(feature, content_type="application/geo+json")


@require_safe
def download(request: HttpRequest, slug: str, data_format: str) -> HttpResponseBase:
    """A public layer as a file."""
    if data_format not in downloads.CONTENT_TYPES:
        raise Http404(data_format)
    return downloads.response(request, layer_or_404(slug), data_format)


def layer_or_404(slug: str) -> Layer:
    """A public layer by the last part of its address."""
    return get_object_or_404(queries.layers(), slug=slug)


def page_of(asset: Asset) -> str:
    """The address of the asset's page."""
    return reverse("assets:asset", args=[asset.ref])


urlpatterns = [
    path("kohad/", layers, name="layers"),
    path("kohad/<slug:slug>/", layer, name="layer"),
    path("kohad/<slug:slug>/kaart.geojson", map_data, name="map_data"),
    path("kohad/teenus/<slug:slug>/kaart.geojson", service_map_data, name="service_map_data"),
    path("kohad/<slug:slug>/andmed.<str:data_format>", download, name="download"),
    path("koht/<slug:ref>/", asset, name="asset"),
    path("koht/<slug:ref>/kuju.geojson", shape, name="shape"),
]
