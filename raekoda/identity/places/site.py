"""Data for the map: address search, address at a point, the municipality's outline."""

from __future__ import annotations

import math

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_GET

from raekoda.identity.places import boundaries, queries
from raekoda.identity.places.models import Area
from raekoda.platform.core import ratelimit
from raekoda.platform.core.fields import Point
from raekoda.platform.core.tenancy import current

app_name = "places"

OUTSIDE_SEARCHES_A_MINUTE = 120


@require_GET
def addresses(request: HttpRequest) -> JsonResponse:
    """``?q=``: up to eight addresses as {"text", "lon", "lat"}, best first."""
    if settings.RAEKODA_INADS_URL and not ratelimit.allow(
        "address-search", ratelimit.client_address(request), OUTSIDE_SEARCHES_A_MINUTE, 60
    ):
        return JsonResponse({"error": _("Too many searches in a short time. Please wait a minute.")}, status=429)
    found = queries.search_addresses(request.GET.get("q", ""))
    return JsonResponse({"addresses": [_as_json(hit) for hit in found]})


@require_GET
def nearest(request: HttpRequest) -> JsonResponse:
    """``?lon=&lat=``: the nearest address, whether the point is in the municipality, and otherwise the responsible
    one."""
    point = parse_point(request)
    if point is None:
        return JsonResponse({"error": _("The place is not given as longitude and latitude.")}, status=400)
    inside = queries.is_inside(point, current())
    answer: dict[str, object] = {"inside": inside, "address": None, "district": None, "responsible": None}
    if inside:
        hit = queries.nearest_address(point)
        district = queries.district_at(point, current()) or queries.settlement_at(point)
        answer |= {"address": _as_json(hit) if hit else None, "district": district.name if district else None}
    elif responsible := queries.responsible_for(point):
        answer["responsible"] = {"name": responsible.area.name, "url": responsible.url}
    return JsonResponse(answer)


def _version(request: HttpRequest) -> str:
    return f'"{boundaries.version()}-{current().pk}"'


@require_GET
@condition(etag_func=_version)
@cache_control(public=True, max_age=3600)
def outline(request: HttpRequest) -> HttpResponse:
    """GeoJSON: the boundary of the municipality and of its districts."""
    municipality = current()
    areas = [queries.municipality_area(municipality), *Area.objects.filter(municipality=municipality).order_by("name")]
    features = [
        {
            "type": "Feature",
            "geometry": area.geometry,
            "properties": {"kind": area.kind, "name": area.name, "approximate": area.is_approximate},
        }
        for area in areas
        if area is not None and area.geometry
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def parse_point(request: HttpRequest) -> Point | None:
    """The point of ``?lon=&lat=``; None when they are not degrees."""
    try:
        point = Point(float(request.GET["lon"]), float(request.GET["lat"]))
    except (KeyError, ValueError):
        return None
    sound = all(map(math.isfinite, point)) and -180 <= point.lon <= 180 and -90 <= point.lat <= 90
    return point if sound else None


def _as_json(hit: queries.AddressHit) -> dict[str, object]:
    return {"text": hit.text, "lon": hit.point.lon, "lat": hit.point.lat}


urlpatterns = [
    path("kaart/aadressid/", addresses, name="addresses"),
    path("kaart/lahim/", nearest, name="nearest"),
    path("kaart/piir.geojson", outline, name="outline"),
]
