"""Finding the place of a report from a pin or an address, and who is responsible for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from raekoda.casework.cases import forwarding
from raekoda.identity.places import queries
from raekoda.platform.core.fields import Point
from raekoda.platform.core.tenancy import current

MOST_CHOICES = 6


@dataclass(frozen=True)
class UnknownArea:
    """The area of a place outside every known municipality."""

    area: None = None
    url: str = ""


@dataclass(frozen=True)
class FoundPlace:
    """A place as far as it is known; ``choices`` are addresses to choose from when the text matches several."""

    point: Point | None = None
    address: str = ""
    choices: list[Any] = field(default_factory=list)


def locate(address: str, point: Point | None, chosen: str | None = None) -> FoundPlace:
    """The place of the pin, or of the address. ``chosen`` is the address chosen from the offered ones, "" to keep the text as
    it is."""
    if point is not None:
        return FoundPlace(point, address or place_name(point))
    if chosen == "":
        return FoundPlace(None, address)
    if chosen:
        address = chosen
    if not address:
        return FoundPlace()
    hits = queries.search_addresses(address, limit=MOST_CHOICES)
    exact = [hit for hit in hits if hit.text.casefold() == address.casefold()]
    only = exact[:1] or (hits if len(hits) == 1 else [])
    if only:
        return FoundPlace(only[0].point, only[0].text)
    return FoundPlace(None, address, hits)


def find_responsible(point: Point) -> queries.Responsible | UnknownArea | None:
    """None for a place whose reports are accepted here; else the municipality responsible, or :class:`UnknownArea`."""
    if queries.is_inside(point, current()) or forwarding.forwarding_target(point, current()):
        return None
    return queries.responsible_for(point) or UnknownArea()


def forwarded_to_body(point: Point | None) -> str:
    """The name of the body to which a report of a place outside the municipality is forwarded; "" for every other place."""
    if point is None or queries.is_inside(point, current()):
        return ""
    return forwarding.forwarding_target(point, current())


def place_name(point: Point | None) -> str:
    """The nearest address of the place, else the district or settlement, else ""."""
    if point is None:
        return ""
    if address := queries.nearest_address(point):
        return address.text
    area = queries.district_at(point, current()) or queries.settlement_at(point)
    return area.name if area else ""


def map_context() -> dict[str, Any]:
    """Template context of the map component."""
    return {"map": queries.map_settings(current())}
