"""Reads of layers and assets. Visibility is decided by ``visible_layers``: assets are visible by their layer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, BigIntegerField, Count, F, FloatField, Func, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Floor

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Distance, Point, PointField
from raekoda.platform.core.geometry import Box, metres_between
from raekoda.platform.core.text import normalize_text
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.models import Service

CANDIDATES = 60
CELLS = 12
MIN_WORD_LENGTH = 2
REF_AT_END = re.compile(r"\(([0-9a-z]{10})\)\s*$")
MAX_WORDS = 6


def visible_layers(actor: Actor) -> QuerySet[Layer]:
    """Layers of the current municipality: all for its staff, public ones for others."""
    return Layer.objects.all() if actor.may("assets.view") else Layer.objects.filter(is_public=True)


def public_layers() -> QuerySet[Layer]:
    """Public layers of the current municipality with their attributes."""
    return visible_layers(Actor.resident()).prefetch_related("fields").order_by("name", "pk")


def visible_to(actor: Actor) -> QuerySet[Asset]:
    """Assets of the layers visible to ``actor``, including removed ones, without their shapes."""
    assets = Asset.objects.select_related("layer").defer("geometry", "search_text")
    return assets if actor.may("assets.view") else assets.filter(layer__is_public=True)


def public_assets(layer: Layer, bbox: Box | None = None) -> QuerySet[Asset]:
    """Assets in use of a public layer, optionally within ``bbox`` (west, south, east, north in degrees).

    Each has ``ref``, ``title``, ``point``, ``address`` and, by :func:`attributes`, its public attributes.
    """
    assets = _in_use(layer, Actor.resident())
    return assets.filter(point__within_box=bbox) if bbox else assets


def _in_use(layer: Layer, actor: Actor) -> QuerySet[Asset]:
    """Assets in use of a layer. The key is cast to bigint, because the GiST index on layer and point needs that type."""
    key = Cast(Value(layer.pk), BigIntegerField())
    return visible_to(actor).filter(layer=key, state=Asset.State.IN_USE)


def find_by_ref(actor: Actor, ref: str) -> Asset | None:
    """The asset with this public identifier if visible to ``actor``, with its layer, attributes and area."""
    found = visible_to(actor).select_related("layer", "area").defer("search_text", "area__geometry")
    return found.prefetch_related("layer__fields").filter(ref=ref).first()


def find_by_identifier(name: str, service: Service, actor: Actor) -> Asset | None:
    """The asset in the layers of ``service`` by its external identifier or our ``ref``; ``None`` when there is none or the
    identifier is ambiguous."""
    found = list(reportable_assets(service, actor).filter(Q(external_id=name) | Q(ref=name))[:2])
    return found[0] if len(found) == 1 else None


def suggestion_text(asset: Asset) -> str:
    """An asset as an unambiguous line of text: title, address and public identifier."""
    return f"{', '.join(filter(None, (asset.title, asset.address)))} ({asset.ref})"


def find_by_suggestion(text: str, actor: Actor) -> Asset | None:
    """The asset in use for a line of :func:`suggestion_text`; ``None`` for any other text."""
    ref = REF_AT_END.search(text)
    return visible_to(actor).filter(ref=ref[1], state=Asset.State.IN_USE).first() if ref else None


def layers_for_service(service: Service, actor: Actor) -> list[Layer]:
    """The visible layers of ``service``, whose assets can be reported."""
    return list(visible_layers(actor).filter(services=service).order_by("name", "pk"))


def reportable_assets(service: Service, actor: Actor) -> QuerySet[Asset]:
    """Assets in use that can be selected in a report to ``service``."""
    in_layers = visible_layers(actor).filter(services=service).values("pk")
    return visible_to(actor).filter(layer__in=in_layers, state=Asset.State.IN_USE)


@dataclass(frozen=True)
class NearbyAsset:
    """An asset and its distance in metres; ``None`` when the place is unknown."""

    asset: Asset
    metres: float | None = None


def nearest(layers: Iterable[Layer], point: Point, actor: Actor, limit: int = 8) -> list[NearbyAsset]:
    """Assets in use of ``layers``, nearest to ``point`` first; one indexed query for each layer."""
    distance = Distance(F("point"), Value(point, output_field=PointField()))
    found = [
        NearbyAsset(asset, metres_between(point, asset.point))
        for layer in layers
        for asset in _in_use(layer, actor).order_by(distance)[:CANDIDATES]
    ]
    return sorted(found, key=lambda near: near.metres or 0.0)[:limit]


def search(assets: QuerySet[Asset], text: str) -> QuerySet[Asset]:
    """``assets`` whose name, address or identifier contains every word of ``text``, ignoring diacritics."""
    words = [word for word in normalize_text(text.replace("\x00", ""))[:120].split() if len(word) >= MIN_WORD_LENGTH]
    if not words:
        return assets.filter(search_text__startswith=normalize_text(text).strip()[:10]) if text.strip() else assets
    condition = Q()
    for word in words[:MAX_WORDS]:
        condition &= Q(search_text__contains=word)
    return assets.filter(condition)


@dataclass(frozen=True)
class Cell:
    """A cluster of assets for a map. ``key`` is the primary key of one of them."""

    count: int
    point: Point
    key: int


def cells(assets: QuerySet[Asset], box: Box) -> list[Cell]:
    """Counts of the assets in ``box`` by the cells of a grid whose origin does not depend on ``box``."""
    west, south, east, north = box
    width = 2 ** math.ceil(math.log2(max(east - west, 2 * (north - south), 1e-6) / CELLS))
    lon, lat = _Coordinate(F("point"), Value(0)), _Coordinate(F("point"), Value(1))
    grouped = (
        assets.filter(point__within_box=box)
        .order_by()
        .annotate(
            column=Floor(lon / Value(width), output_field=IntegerField()),
            row=Floor(lat / Value(width / 2), output_field=IntegerField()),
        )
        .values("column", "row")
        .annotate(number=Count("pk"), lon=Avg(lon), lat=Avg(lat), key=Min("pk"))
        .values_list("number", "lon", "lat", "key")
    )
    return [Cell(count, Point(lon, lat), key) for count, lon, lat, key in grouped]


class _Coordinate(Func):
    """The longitude (0) or latitude (1) of a point."""

    template = "(%(expressions)s]"
    arg_joiner = ")["
    output_field = FloatField()


def attributes(asset: Asset) -> list[tuple[str, Any]]:
    """Labels and values of the asset's attributes in the layer's order, without empty ones."""
    return [
        (field.label, asset.attributes[field.code])
        for field in asset.layer.fields.all()
        if asset.attributes.get(field.code) not in (None, "")
    ]
