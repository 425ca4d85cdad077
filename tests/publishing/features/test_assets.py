"""Each public layer of the municipality's assets is a collection."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.assets.models import Asset, Layer, LayerField
from tests.publishing.features.conftest import HERE, square

ITEMS = "/ogc/collections/assets-pargid/items"


@pytest.fixture
def parks(municipality: Municipality) -> Any:
    """A public layer with a point, a shape and a removed asset; a layer that is not public."""
    layer = Layer.objects.create(
        municipality=municipality, slug="pargid", name="Pargid", item_name="Park", source="Linn", licence="CC BY 4.0"
    )
    LayerField.objects.create(municipality=municipality, layer=layer, code="size", label="Suurus")
    hidden = Layer.objects.create(
        municipality=municipality, slug="salajane", name="Salajane", item_name="Asi", is_public=False
    )

    def asset(key: str, point: Point, **more: Any) -> Any:
        given = {"layer": layer, "external_id": key, "label": key, "point": point, **more}
        return Asset.objects.create(municipality=municipality, **given)

    asset("A", HERE, attributes={"size": 12, "owner": "Mari"})
    asset("B", Point(26.75, 58.35), geometry=square(26.70, 58.34, 26.80, 58.36))
    asset("C", HERE, state="removed", removed_at=layer.changed_at)
    asset("D", HERE, layer=hidden)
    return layer


def test_a_public_layer_is_a_collection(gis: Client, parks: Any) -> None:
    names = [each["id"] for each in gis.get("/ogc/collections").json()["collections"]]
    assert names == ["reports", "assets-pargid", "areas", "places"]
    assert gis.get("/ogc/collections/assets-pargid").json()["attribution"] == "Linn, CC BY 4.0"
    assert gis.get("/ogc/collections/assets-salajane/items").status_code == 404


def test_what_the_layer_shows_is_shown(gis: Client, parks: Any) -> None:
    first, second = gis.get(ITEMS).json()["features"]
    assert first["properties"].pop("url").endswith(f"/koht/{first['id']}/")
    assert first["properties"] == {"title": "A", "external_id": "A", "address": "", "size": 12}
    assert first["geometry"] == {"type": "Point", "coordinates": list(HERE)}
    assert second["geometry"]["type"] == "Polygon"
    assert gis.get(f"{ITEMS}/{second['id']}").json()["properties"]["title"] == "B"
    assert gis.get(f"{ITEMS}?f=html").status_code == 200


def test_a_box_finds_shapes_that_reach_into_it(gis: Client, parks: Any) -> None:
    def titles(query: str) -> list[str]:
        return [each["properties"]["title"] for each in gis.get(f"{ITEMS}?{query}").json()["features"]]

    assert titles("bbox=26.71,58.37,26.73,58.39") == ["A"]
    assert titles("bbox=26.79,58.355,26.9,58.4") == ["B"]
    assert titles("bbox=26.6,58.3,26.9,58.4&limit=1") == ["A"]
    assert titles("external_id=B") == ["B"]
