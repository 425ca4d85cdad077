"""Every read of layers and assets. ``visible_layers`` is the one gate: assets are seen through their layer."""

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
from raekoda.platform.core.text import plain_letters
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.services.models import Service

CANDIDATES = 60
CELLS = 12
SHORTEST_WORD = 2
REF_AT_END = re.compile(r"\(([0-9a-z]{10})\)\s*$")
MOST_WORDS = 6


def visible_layers(actor: Actor) -> QuerySet[Layer]:
    """Layers of the open municipality: all for its staff, the public ones for others."""
    return Layer.objects.all() if actor.may("assets.view") else Layer.objects.filter(is_public=True)


def layers() -> QuerySet[Layer]:
    """Public layers of the open municipality, with the attributes that are shown."""
    return visible_layers(Actor.resident()).prefetch_related("fields").order_by("name", "pk")


def visible_to(actor: Actor) -> QuerySet[Asset]:
    """Assets of the layers that ``actor`` may see, removed ones too, without their shapes."""
    assets = Asset.objects.select_related("layer").defer("geometry", "search_text")
    return assets if actor.may("assets.view") else assets.filter(layer__is_public=True)


def public(layer: Layer, bbox: Box | None = None) -> QuerySet[Asset]:
    """Assets in use of a public layer, within ``bbox`` (west, south, east, north in degrees) when given.

    Each has ``ref``, ``title``, ``point``, ``address`` and, through :func:`attributes`, what is shown of it.
    """
    assets = _in_use(layer, Actor.resident())
    return assets.filter(point__within_box=bbox) if bbox else assets


def _in_use(layer: Layer, actor: Actor) -> QuerySet[Asset]:
    """Assets in use of a layer. The key is a bigint for the database too: its index on layer and place compares no other."""
    key = Cast(Value(layer.pk), BigIntegerField())
    return visible_to(actor).filter(layer=key, state=Asset.State.IN_USE)


def by_ref(actor: Actor, ref: str) -> Asset | None:
    """The asset of this public identifier, if ``actor`` may see it; with its layer, attributes and area."""
    found = visible_to(actor).select_related("layer", "area").defer("search_text", "area__geometry")
    return found.prefetch_related("layer__fields").filter(ref=ref).first()


def asset_named(name: str, service: Service, actor: Actor) -> Asset | None:
    """The asset that another system names by its owner's identifier or by our ``ref``, in the layers of ``service``;
    ``None`` when there is none or several are meant."""
    found = list(choosable(service, actor).filter(Q(external_id=name) | Q(ref=name))[:2])
    return found[0] if len(found) == 1 else None


def written(asset: Asset) -> str:
    """An asset in one line that names it and no other: title, address, its public identifier."""
    return f"{', '.join(filter(None, (asset.title, asset.address)))} ({asset.ref})"


def written_asset(text: str, actor: Actor) -> Asset | None:
    """The asset in use that a line of :func:`written` names; ``None`` for any other text."""
    ref = REF_AT_END.search(text)
    return visible_to(actor).filter(ref=ref[1], state=Asset.State.IN_USE).first() if ref else None


def layers_of(service: Service, actor: Actor) -> list[Layer]:
    """The layers among whose assets one who reports to ``service`` chooses."""
    return list(visible_layers(actor).filter(services=service).order_by("name", "pk"))


def choosable(service: Service, actor: Actor) -> QuerySet[Asset]:
    """Assets in use that a report to ``service`` may be about."""
    in_layers = visible_layers(actor).filter(services=service).values("pk")
    return visible_to(actor).filter(layer__in=in_layers, state=Asset.State.IN_USE)


@dataclass(frozen=True)
class Near:
    """An asset and how far it is, in metres; ``None`` when nothing was said about where."""

    asset: Asset
    metres: float | None = None


def nearest(layers: Iterable[Layer], point: Point, actor: Actor, limit: int = 8) -> list[Near]:
    """Assets in use of ``layers`` nearest to ``point``, nearest first; one query a layer, served by its index."""
    away = Distance(F("point"), Value(point, output_field=PointField()))
    found = [
        Near(asset, metres_between(point, asset.point))
        for layer in layers
        for asset in _in_use(layer, actor).order_by(away)[:CANDIDATES]
    ]
    return sorted(found, key=lambda near: near.metres or 0.0)[:limit]


def search(assets: QuerySet[Asset], text: str) -> QuerySet[Asset]:
    """``assets`` in whose name, address or identifier every word of ``text`` stands; letters without marks fit too."""
    words = [word for word in plain_letters(text.replace("\x00", ""))[:120].split() if len(word) >= SHORTEST_WORD]
    if not words:
        return assets.filter(search_text__startswith=plain_letters(text).strip()[:10]) if text.strip() else assets
    wanted = Q()
    for word in words[:MOST_WORDS]:
        wanted &= Q(search_text__contains=word)
    return assets.filter(wanted)


@dataclass(frozen=True)
class Cell:
    """Assets near each other, counted: what a map shows from afar. ``key`` is that of one of them."""

    count: int
    point: Point
    key: int


def cells(assets: QuerySet[Asset], box: Box) -> list[Cell]:
    """The assets of ``box`` counted by the cells of a grid that stands still while the map moves."""
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
    """What the layer shows of its assets: label and value, in the layer's order; what is not there is left out."""
    return [
        (field.label, asset.attributes[field.code])
        for field in asset.layer.fields.all()
        if asset.attributes.get(field.code) not in (None, "")
    ]
