"""A city with a service for playgrounds, a layer of them and files to import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.assets import actions, uploads
from raekoda.registry.assets.importing import files
from raekoda.registry.assets.importing.comparison import Outcome
from raekoda.registry.assets.models import Asset, Layer, LayerField
from raekoda.registry.services.actions import publish
from raekoda.registry.services.models import Service

SYSTEM = Actor.system()
PLAYGROUNDS = {
    "M1": ("Näidispargi mänguväljak", "Rüütli 12", 26.7218, 58.3812),
    "M2": ("Jõeäärne näidisväljak", "Riia 2", 26.7280, 58.3779),
    "M3": ("Mäepealne näidisväljak", "", 26.7005, 58.3702),
}


@pytest.fixture(autouse=True)
def _estonian() -> Iterator[None]:
    """Reset the language: a request in Russian leaves it active in the test's thread."""
    with translation.override("et"):
        yield


def feature(key: str, name: str = "", lon: float = 26.72, lat: float = 58.38, **more: Any) -> dict[str, Any]:
    """A GeoJSON point with an identifier."""
    properties = {"id": key, "nimi": name, **more}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [lon, lat]}}


def collection(*features: dict[str, Any], **more: Any) -> bytes:
    """A FeatureCollection as a file."""
    return json.dumps({"type": "FeatureCollection", **more, "features": features}, ensure_ascii=False).encode()


def import_content(layer: Layer, content: bytes, name: str = "fail.geojson", **options: Any) -> Outcome:
    """Import a file with the guessed columns."""
    file = files.from_bytes(content, name)
    return actions.import_assets(layer, file, uploads.columns_for(layer, file), actor=SYSTEM, **options)


def make_service(municipality: Municipality, slug: str, name: str, **more: Any) -> Service:
    """A published service that takes public reports."""
    unit, _made = Unit.objects.get_or_create(municipality=municipality, name="Linnamajanduse osakond")
    values = {"takes_reports": True, "reports_are_public": True, "needs_place": True, **more}
    return publish(Service(municipality=municipality, slug=slug, name_et=name, unit=unit, **values), SYSTEM)


def make_layer(municipality: Municipality, slug: str, *services: Service, **more: Any) -> Layer:
    """A layer of the services with the attribute "rajatud"."""
    values = {"name_et": "Mänguväljakud", "item_name_et": "Mänguväljak", "icon": "toy-brick", "tone": "success", **more}
    layer = Layer(municipality=municipality, slug=slug, **values)
    layer.fields = [LayerField(municipality=municipality, code="rajatud", label_et="Rajatud", label_en="Built")]
    layer.services = list(services)  # type: ignore[assignment]
    return actions.save_layer(layer, SYSTEM)


@pytest.fixture
def service(municipality: Municipality) -> Service:
    return make_service(
        municipality, "manguvaljakud", "Mänguväljakute korrashoid", words_et="kiik\nliumägi\nmänguväljak"
    )


@pytest.fixture
def layer(municipality: Municipality, service: Service) -> Layer:
    """Three playgrounds, from a file."""
    layer = make_layer(municipality, "manguvaljakud", service)
    rows = [
        feature(key, name, lon, lat, aadress=address, rajatud=2019, hooldaja="ei näidata")
        for key, (name, address, lon, lat) in PLAYGROUNDS.items()
    ]
    import_content(layer, collection(*rows))
    return layer


@pytest.fixture
def playground(layer: Layer) -> Asset:
    return Asset.objects.select_related("layer").get(layer=layer, external_id="M1")


@pytest.fixture
def report(municipality: Municipality, playground: Asset) -> Callable[..., Any]:
    """Open a report about the playground, as a resident would."""
    from raekoda.casework.cases.actions import CaseDraft, open_case

    def make(text: str = "Kiik on katki.", actor: Actor | None = None, **overrides: Any) -> Any:
        values: dict[str, Any] = {"kind": "report", "channel": "web", "asset": playground, **overrides}
        return open_case(CaseDraft(municipality=municipality, text=text, **values), actor or Actor.resident())

    return make
