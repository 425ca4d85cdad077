"""From what was typed or pinned to a place, and whose place it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from raekoda.casework.cases import elsewhere
from raekoda.identity.places import queries
from raekoda.platform.core.fields import Point
from raekoda.platform.core.tenancy import current

MOST_CHOICES = 6


@dataclass(frozen=True)
class NoMansLand:
    """A place that no known municipality holds."""

    area: None = None
    url: str = ""


@dataclass(frozen=True)
class Spot:
    """A place as far as it is known; ``choices`` are addresses to choose from when what was typed fits several."""

    point: Point | None = None
    address: str = ""
    choices: list[Any] = field(default_factory=list)


def locate(address: str, point: Point | None, chosen: str | None = None) -> Spot:
    """The place meant: the pin, or the address looked up. ``chosen`` is the address taken from the offered choices,
    empty to keep the words as they are."""
    if point is not None:
        return Spot(point, address or name_at(point))
    if chosen == "":
        return Spot(None, address)
    if chosen:
        address = chosen
    if not address:
        return Spot()
    hits = queries.search_addresses(address, limit=MOST_CHOICES)
    exact = [hit for hit in hits if hit.text.casefold() == address.casefold()]
    only = exact[:1] or (hits if len(hits) == 1 else [])
    if only:
        return Spot(only[0].point, only[0].text)
    return Spot(None, address, hits)


def outside(point: Point) -> queries.Responsible | NoMansLand | None:
    """None for a place whose reports are taken here; otherwise whose place it is, as far as is known."""
    if queries.is_inside(point, current()) or elsewhere.taker_of(point, current()):
        return None
    return queries.responsible_for(point) or NoMansLand()


def passed_on_to(point: Point | None) -> str:
    """The name of the body to which a report of a place outside the municipality is passed on; "" for every other place."""
    if point is None or queries.is_inside(point, current()):
        return ""
    return elsewhere.taker_of(point, current())


def name_at(point: Point | None) -> str:
    """What a person calls the place: the nearest address, else the district or settlement, else nothing."""
    if point is None:
        return ""
    if address := queries.nearest_address(point):
        return address.text
    area = queries.district_at(point, current()) or queries.settlement_at(point)
    return area.name if area else ""


def map_context() -> dict[str, Any]:
    """What the map component needs to show the municipality."""
    return {"map": queries.map_settings(current())}
