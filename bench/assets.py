"""How fast a layer of mapped assets is brought in, and how fast its map and its nearest are answered at 100,000 assets.

    python bench/assets.py [--rows 20000 100000] [--rounds 60] [--explain]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and makes a municipality of its own in it.
Ten playgrounds stand among the lights, to show what the index on layer and place is worth.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG = "9014", "bench-assets"
TOWN = (26.66, 58.34, 26.80, 58.42)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--explain", action="store_true", help="print the plan of each query")
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from raekoda.platform.core.models import Municipality
    from raekoda.platform.core.tenancy import municipality_scope

    town, _made = Municipality.objects.get_or_create(code=CODE, defaults={"name": "Bench", "county": "", "slug": SLUG})
    with municipality_scope(town):
        for rows in options.rows:
            bring_in(town, rows)
        questions(options)


def features(count: int, seed: int) -> bytes:
    """A file of made-up points."""
    chosen = random.Random(seed)
    west, south, east, north = TOWN
    rows = [
        {
            "type": "Feature",
            "properties": {
                "id": f"L{number}",
                "nimi": f"Lamp {number}",
                "aadress": f"Tänav {number % 900}",
                "lamp": "LED",
            },
            "geometry": {"type": "Point", "coordinates": [chosen.uniform(west, east), chosen.uniform(south, north)]},
        }
        for number in range(count)
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def layer_of(town: Any, slug: str) -> Any:
    """A layer, emptied if it is there."""
    from raekoda.registry.assets.models import Asset, Layer, LayerField

    layer = Layer.objects.filter(slug=slug).first()
    if layer is None:
        layer = Layer(municipality=town, slug=slug, name_et=slug, item_name_et=slug)
        layer.fields = [LayerField(municipality=town, code="lamp", label_et="Lamp")]
        layer.save()
    Asset.objects.filter(layer=layer)._raw_delete("default")
    return layer


def bring_in(town: Any, rows: int) -> None:
    """Import, look through again, import again unchanged."""
    from raekoda.platform.core.actor import Actor
    from raekoda.registry.assets import actions, uploads
    from raekoda.registry.assets.importing import files

    layer = layer_of(town, "lights")
    file = files.from_bytes(features(rows, 1), "lights.geojson")
    columns = uploads.columns_for(layer, file)
    for words, work in (
        ("preview", lambda: actions.preview_import(layer, file, columns)),
        ("import, preview included", lambda: actions.import_assets(layer, file, columns, actor=Actor.system())),
        ("the same again, unchanged", lambda: actions.import_assets(layer, file, columns, actor=Actor.system())),
    ):
        start = time.perf_counter()
        outcome = work()
        seconds = time.perf_counter() - start
        print(f"{rows} rows, {words}: {seconds:.1f} s, {rows / seconds:,.0f} rows/s ({outcome.counts()})", flush=True)
    few = layer_of(town, "playgrounds")
    content = files.from_bytes(features(10, 2), "playgrounds.geojson")
    actions.import_assets(few, content, uploads.columns_for(few, content), actor=Actor.system())


def questions(options: argparse.Namespace) -> None:
    """Boxes of a street and of the whole town, the nearest, a search; p50 and p95 in milliseconds."""
    from django.db import connection

    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.fields import Point
    from raekoda.registry.assets import queries
    from raekoda.registry.assets.models import Layer

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE assets_asset")
    lights, grounds = Layer.objects.get(slug="lights"), Layer.objects.get(slug="playgrounds")
    chosen = random.Random(7)

    def spot() -> Point:
        return Point(chosen.uniform(26.68, 26.78), chosen.uniform(58.35, 58.41))

    def street() -> tuple[float, float, float, float]:
        lon, lat = spot()
        return (lon - 0.003, lat - 0.0015, lon + 0.003, lat + 0.0015)

    asked: dict[str, Callable[[], Any]] = {
        "box of a street, 100,000 lights": lambda: queries.public_assets(lights, street())[:401],
        "box of the town, counted by cells": lambda: queries.cells(queries.public_assets(lights), TOWN),
        "box of the town, 10 playgrounds among them": lambda: queries.public_assets(grounds, TOWN)[:401],
        "8 nearest lights": lambda: queries.nearest([lights], spot(), Actor.resident()),
        "8 nearest playgrounds": lambda: queries.nearest([grounds], spot(), Actor.resident()),
        "search by address": lambda: queries.search(queries.public_assets(lights), "tanav 77").order_by("label", "pk")[
            :40
        ],
    }
    for words, ask in asked.items():
        times = []
        for _round in range(options.rounds):
            start = time.perf_counter()
            found = list(ask())
            times.append((time.perf_counter() - start) * 1000)
        times.sort()
        half, most = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"{words}: p50 {half:.1f} ms, p95 {most:.1f} ms ({len(found)} rows)", flush=True)
    if options.explain:
        for words, rows in (
            ("street", queries.public_assets(lights, street())),
            ("few", queries.public_assets(grounds, TOWN)),
        ):
            print(f"\n{words}\n{rows.explain(analyze=True, buffers=True)}")


if __name__ == "__main__":
    main()
