"""Public pages: layers, one layer with its map and list, one asset with its reports; map data; open data."""

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
from raekoda.registry.assets import downloads, queries, sections
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.queries import taking_reports

app_name = "assets"

PAGE_SIZE = 40
MAX_ON_MAP = 400
CLUSTER_MINIMUM = 24
CLUSTER_WIDTH = 0.04
"""Degrees of longitude: a district or more, where points would overlap."""
MAX_QUERY_LENGTH = 100


@require_safe
def layers(request: HttpRequest) -> HttpResponse:
    """The public layers."""
    return render(request, "assets/site/layers.html", {"layers": queries.public_layers()})


@require_safe
def layer(request: HttpRequest, slug: str) -> HttpResponse:
    """One layer: its map and the list of its assets, filtered by ``?q=``."""
    layer = get_layer_or_404(slug)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUERY_LENGTH]
    assets = queries.search(queries.public_assets(layer), query)
    context = {
        "layer": layer,
        "query": query,
        "page": keyset(assets, request, order=("label", "id"), size=PAGE_SIZE),
        "area_url": reverse("assets:map_data", args=[slug]),
        "map": places.map_settings(current()),
        "formats": [(name, reverse("assets:download", args=[slug, name])) for name in downloads.CONTENT_TYPES],
    }
    return render(request, "assets/site/layer.html", context)


@require_safe
@cache_control(public=True, max_age=60)
def map_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The layer's assets within ``?bbox=west,south,east,north`` as GeoJSON; when there are many, clusters."""
    return _within_box(request, queries.public_assets(get_layer_or_404(slug)))


@require_safe
@cache_control(public=True, max_age=60)
def service_map_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The assets that can be selected in a report to a service, as in :func:`map_data`."""
    service = get_object_or_404(taking_reports(), slug=slug)
    return _within_box(request, queries.reportable_assets(service, Actor.resident()))


def _within_box(request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse:
    box = read_box(request.GET.get("bbox", "")) or places.bounds(current())
    found = list(assets.filter(point__within_box=box)[: MAX_ON_MAP + 1])
    is_far = box[2] - box[0] > CLUSTER_WIDTH and len(found) > CLUSTER_MINIMUM
    features = _clusters(assets, box) if is_far or len(found) > MAX_ON_MAP else [_feature(asset) for asset in found]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _clusters(assets: QuerySet[Asset], box: queries.Box) -> list[dict[str, Any]]:
    """A cluster for each cell of a grid; a single asset in a cell is returned as itself."""
    cells = queries.cells(assets, box)
    single = assets.filter(pk__in=[cell.key for cell in cells if cell.count == 1])
    return [*(_cell(cell) for cell in cells if cell.count > 1), *(_feature(asset) for asset in single)]


def _feature(asset: Asset) -> dict[str, Any]:
    properties = {"ref": asset.ref, "title": asset.title, "text": asset.address, "url": asset_url(asset)}
    return {"type": "Feature", "id": asset.ref, "geometry": _point(asset.point), "properties": properties}


def _cell(cell: queries.Cell) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _point(cell.point), "properties": {"count": cell.count}}


def _point(point: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(point.lon, 6), round(point.lat, 6)]}


@never_cache
@require_safe
def asset(request: HttpRequest, ref: str) -> HttpResponse:
    """One asset: location, attributes, reports, a link for reporting. A removed one is marked so."""
    actor = Actor.resident()
    found = queries.find_by_ref(actor, ref)
    if found is None:
        raise Http404("No such asset")
    near = None if found.address else places.nearest_address(found.point)
    context = {
        "asset": found,
        "layer": found.layer,
        "address": found.address or (near.text if near else ""),
        "attributes": queries.attributes(found),
        "sections": sections.render_sections(found, actor, request),
        "takes_reports": found.is_in_use and found.layer.services.filter(live=True, takes_reports=True).exists(),
        "shape_url": reverse("assets:shape", args=[ref]) if has_shape(found) else "",
        "staff": Actor.of(request).may("assets.view"),
    }
    return render(request, "assets/site/asset.html", context)


def has_shape(asset: Asset) -> bool:
    """Whether the asset has a shape, without reading it."""
    return Asset.objects.filter(pk=asset.pk, geometry__isnull=False).exists()


@require_safe
@cache_control(public=True, max_age=300)
def shape(request: HttpRequest, ref: str) -> HttpResponse:
    """The shape of an asset as GeoJSON."""
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
    return downloads.response(request, get_layer_or_404(slug), data_format)


def get_layer_or_404(slug: str) -> Layer:
    """A public layer by its slug. Raises ``Http404``."""
    return get_object_or_404(queries.public_layers(), slug=slug)


def asset_url(asset: Asset) -> str:
    """Path of the asset's page."""
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
