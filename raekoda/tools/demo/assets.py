"""The demo's map layers: made-up playgrounds, lights and waste points of Tartu, brought in as a file would be."""

from __future__ import annotations

import json
from typing import Any

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.assets import actions, uploads
from raekoda.registry.assets.importing import files
from raekoda.registry.assets.models import Asset, Layer, LayerField
from raekoda.registry.services.models import Service
from raekoda.tools.demo import read

CODE = "0793"
LANGUAGES = ("et", "en", "ru")
SOURCE, LICENCE = "Raekoda näidisandmed (väljamõeldud)", "CC0 1.0"


def layers(municipality: Municipality, actor: Actor) -> int:
    """Make the layers that are not there yet. Returns how many assets there are then."""
    if municipality.code == CODE:
        for entry in read("assets"):
            if not Layer.objects.filter(slug=entry["slug"]).exists():
                _bring_in(_layer(entry, municipality, actor), entry["rows"], actor)
    return Asset.objects.count()


def named(name: str) -> Asset | None:
    """The asset that a story of the demo names: "layer/identifier"."""
    slug, _slash, external_id = name.partition("/")
    return Asset.objects.select_related("layer").filter(layer__slug=slug, external_id=external_id).first()


def _layer(entry: dict[str, Any], municipality: Municipality, actor: Actor) -> Layer:
    words = {f"{name}_{code}": entry[name][code] for name in ("name", "item_name", "description") for code in LANGUAGES}
    layer = Layer(
        municipality=municipality, slug=entry["slug"], icon=entry["icon"], tone=entry["tone"], source=SOURCE,
        licence=LICENCE, **words,
    )  # fmt: skip
    layer.fields = [_field(municipality, code, labels) for code, *labels in entry["fields"]]
    layer.services = list(Service.objects.filter(slug=entry["service"]))  # type: ignore[assignment]
    return actions.save_layer(layer, actor)


def _field(municipality: Municipality, code: str, labels: list[str]) -> LayerField:
    named = {f"label_{language}": label for language, label in zip(LANGUAGES, labels, strict=True)}
    return LayerField(municipality=municipality, code=code, **named)


def _bring_in(layer: Layer, rows: list[dict[str, Any]], actor: Actor) -> None:
    features = [
        {"type": "Feature", "properties": row, "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]}}
        for row in rows
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    file = files.from_bytes(content, f"{layer.slug}.geojson")
    actions.import_assets(layer, file, uploads.columns_for(layer, file), actor=actor)
