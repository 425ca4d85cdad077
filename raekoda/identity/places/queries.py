"""Reads of places: areas at a point, responsible municipality, nearby addresses, address search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.urls import reverse

from raekoda.identity.places import boundaries, facts, inads
from raekoda.identity.places.models import Address, Area
from raekoda.identity.places.rules import COUNTRY_BOX, WrittenAddress, fit, read_address
from raekoda.platform.core.fields import Distance, Point, PointField
from raekoda.platform.core.geometry import box_around, metres_between
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import normalize_text

MIN_SEARCH_LENGTH = 2
MAX_SEARCH_LENGTH = 120
CANDIDATES = 60
TYPO_THRESHOLD = 0.35
MAP_ATTRIBUTION = "Maa- ja Ruumiamet"


@dataclass(frozen=True)
class AddressHit:
    """An address, its point, and the distance in metres from the requested point if there was one."""

    text: str
    point: Point
    metres: float | None = None


@dataclass(frozen=True)
class Responsible:
    """The responsible municipality of a point; ``url`` of its site when this installation serves it."""

    area: Area
    url: str


def municipality_area_at(point: Point) -> Area | None:
    """The municipality (EHAK) at ``point``; None outside Estonia or when boundaries are not imported."""
    return _first(boundaries.get_layer(Area.Kind.MUNICIPALITY).at(point))


def settlement_at(point: Point) -> Area | None:
    """The settlement at ``point``, or the city district where EHAK has one."""
    return _first(boundaries.get_layer(Area.Kind.SETTLEMENT).at(point))


def district_at(point: Point, municipality: Municipality) -> Area | None:
    """The municipality's own district at ``point``."""
    holding = boundaries.get_layer(Area.Kind.DISTRICT).at(point)
    return _first([area for area in holding if area.municipality_id == municipality.pk])


def is_inside(point: Point, municipality: Municipality) -> bool:
    """Whether ``point`` is in the municipality; True when its boundary is unknown."""
    known = boundaries.get_layer(Area.Kind.MUNICIPALITY)
    holding = known.at(point)
    if any(area.code == municipality.code for area in holding):
        return True
    return not any(area.code == municipality.code for area in known.areas)


def responsible_for(point: Point) -> Responsible | None:
    """The municipality responsible for ``point`` and the URL of its site ("" when it is not served here)."""
    area = municipality_area_at(point)
    if area is None:
        return None
    tenant = Municipality.objects.filter(code=area.code).first()
    return Responsible(area, site_url(tenant) if tenant is not None else "")


def districts(municipality: Municipality) -> list[Area]:
    """The municipality's own districts by name, without their boundaries."""
    return list(
        Area.objects.filter(kind=Area.Kind.DISTRICT, municipality=municipality).defer("geometry").order_by("name")
    )


def municipality_area(municipality: Municipality) -> Area | None:
    """The EHAK area of a tenant, with its boundary."""
    return Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=municipality.code, municipality=None).first()


def search_addresses(text: str, limit: int = 8) -> list[AddressHit]:
    """Addresses that match ``text``, best first: full or partial street names, house numbers, small typos.

    Uses the state's address service (In-ADS) when configured, and the municipality's own table otherwise or when the
    service is unavailable.
    """
    text = text.strip()[:MAX_SEARCH_LENGTH]
    if len(normalize_text(text)) < MIN_SEARCH_LENGTH:
        return []
    if settings.RAEKODA_INADS_URL:
        try:
            return [AddressHit(hit.text, hit.point) for hit in inads.search(text, limit)]
        except inads.ServiceUnavailable:
            pass
    return search_own_addresses(text, limit)


def search_own_addresses(text: str, limit: int = 8) -> list[AddressHit]:
    """Like :func:`search_addresses`, in the municipality's own table only."""
    typed = read_address(_without_town(text))
    if not typed.street:
        return []
    rows = _candidates(typed, 0)
    if len(rows) < limit:
        rows = list({row.pk: row for row in [*rows, *_candidates(typed, TYPO_THRESHOLD)]}.values())
    rows.sort(key=lambda row: fit(typed, read_address(row.text), row.likeness))
    return [AddressHit(row.text, row.point) for row in rows[:limit]]


def has_street(name: str) -> bool:
    """Whether the municipality's own table has an address on the street ``name``, as people write it before a number."""
    street = read_address(f"{name} 1").street
    return bool(street) and Address.objects.filter(search_text__startswith=f"{street} ").exists()


def nearest_address(point: Point, metres: float = 150) -> AddressHit | None:
    """The address nearest to ``point`` within ``metres``, from the municipality's own table."""
    near = Address.objects.filter(point__within_box=box_around(point, metres)).order_by(
        Distance(F("point"), Value(point, output_field=PointField()))
    )[:16]
    hits = [AddressHit(row.text, row.point, metres_between(point, row.point)) for row in near]
    hits = [hit for hit in hits if hit.metres is not None and hit.metres <= metres]
    return min(hits, key=lambda hit: hit.metres or 0.0, default=None)


def map_settings(municipality: Municipality) -> dict[str, Any]:
    """What a map of this municipality needs: ``centre`` [lon, lat], ``zoom``, ``bounds`` [[w, s], [e, n]], addresses of
    ``tiles``, ``style`` (may be empty), ``outline``, ``addresses`` (search), ``nearest``, and the ``attribution``."""
    west, south, east, north = bounds(municipality)
    return {
        "centre": [round((west + east) / 2, 5), round((south + north) / 2, 5)],
        "zoom": 12 if east - west < 0.6 else 10,
        "bounds": [[west, south], [east, north]],
        "tiles": settings.RAEKODA_MAP_TILES_URL,
        "style": settings.RAEKODA_MAP_STYLE_URL,
        "attribution": MAP_ATTRIBUTION,
        "outline": reverse("places:outline"),
        "addresses": reverse("places:addresses"),
        "nearest": reverse("places:nearest"),
    }


def bounds(municipality: Municipality) -> tuple[float, float, float, float]:
    """West, south, east, north of the municipality: its imported boundary's, else the facts', else the country's."""
    area = next((a for a in boundaries.get_layer(Area.Kind.MUNICIPALITY).areas if a.code == municipality.code), None)
    if area is not None:
        west, south, east, north = area.west, area.south, area.east, area.north
        if west is not None and south is not None and east is not None and north is not None:
            return (west, south, east, north)
    known = facts.municipality(municipality.code)
    return (known.west, known.south, known.east, known.north) if known else COUNTRY_BOX


def _first(areas: list[Area]) -> Area | None:
    return areas[0] if areas else None


def _without_town(text: str) -> str:
    """The part before a comma that follows a house number: "Riia 2, Tartu" gives "Riia 2"."""
    before, comma, _after = text.partition(",")
    return before if comma and read_address(before).number else text


def _candidates(typed: WrittenAddress, threshold: float) -> list[Any]:
    """Candidate rows: exact prefixes through the trigram index, or, with a threshold, similar spellings."""
    likeness = TrigramWordSimilarity(typed.street, "search_text")
    rows = Address.objects.annotate(likeness=likeness)
    order: list[Any] = ["-likeness", TrigramWordSimilarity(typed.folded, "search_text").desc(), "search_text"]
    if not threshold:
        begun = Q(search_text__startswith=typed.street) | Q(search_text__contains=f" {typed.street}")
        return list(rows.filter(begun).order_by(*order)[:CANDIDATES])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(threshold)])
        return list(rows.filter(search_text__trigram_word_similar=typed.street).order_by(*order)[:CANDIDATES])


def municipality_code(area: Area | None) -> str | None:
    """EHAK code of the municipality that contains ``area``; own districts belong to their municipality."""
    while area is not None and area.kind != Area.Kind.MUNICIPALITY:
        if area.municipality_id is not None:
            return area.municipality.code if area.municipality else None
        area = area.parent
    return area.code if area is not None else None
