"""A municipality with public reports, addresses and areas, and a client of its map data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from raekoda.casework.cases.models import Case
from raekoda.identity.places.models import Address, Area
from raekoda.identity.places.rules import fold
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.publishing.api.test_api import make_case
from tests.registry.services.conftest import lighting, make_service, make_staff, topic, unit

__all__ = ["lighting", "make_case", "make_service", "make_staff", "topic", "unit"]

HERE = Point(26.7218, 58.3812)
FAR = Point(26.80, 58.36)
Make = Callable[..., Case]


@pytest.fixture
def gis(municipality: Municipality) -> Client:
    """Anybody's map program, at Tartu's host."""
    return Client(headers={"host": "tartu.localhost"})


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(kind: str, code: str, name: str, sides: tuple[float, float, float, float], **more: Any) -> Area:
    west, south, east, north = sides
    box = {"west": west, "south": south, "east": east, "north": north}
    return Area.objects.create(kind=kind, code=code, name=name, geometry=square(*sides), **box, **more)


@pytest.fixture
def city(municipality: Municipality, make_case: Make, lighting: Service) -> list[Case]:
    """Five reports a day apart, areas, addresses. The newest report comes first."""
    town = area("municipality", "0793", "Tartu linn", (26.5, 58.2, 26.9, 58.5))
    area("settlement", "8151", "Tartu linn", (26.6, 58.3, 26.8, 58.4), parent=town)
    centre = area("district", "kesk", "Kesklinn", (26.71, 58.37, 26.73, 58.39), municipality=municipality)
    for number in range(3):
        text = f"Rüütli {number + 1}"
        Address.objects.create(
            municipality=municipality, text=text, search_text=fold(text), external_id=f"EE{number}",
            point=Point(26.72 + number / 100, 58.38),
        )  # fmt: skip
    days = [datetime(2026, 3, day, 10, 0, 0, 123456, UTC) for day in range(1, 6)]
    cases = [
        make_case(service=lighting, registered_at=day, point=HERE if day.day % 2 else FAR, area=centre) for day in days
    ]
    return cases[::-1]
