"""Documents as their pages show them: rows with words instead of names, a map, links to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from raekoda.publishing.features.crs import CRS84
from raekoda.publishing.features.documents import Document, Links
from raekoda.publishing.features.registry import Collection, Property


def features(document: Document, one: Collection, links: Links) -> dict[str, Any]:
    """What the page of a list needs: its columns and rows, the ways on, and the data of its map (always in degrees)."""
    path = f"/collections/{one.id}/items"
    return {
        "columns": [each.title for each in one.properties],
        "rows": [
            {
                "id": each["id"],
                "url": links.root + links.item(one.id, each["id"]),
                "values": _values(each["properties"], one.properties),
                "geometry": place(each["geometry"]),
            }
            for each in document["features"]
        ],
        "ways": _ways(document),
        "map_url": links.root + links.asked(path, f="json", crs=CRS84.uri),
        "is_area": is_area(one),
    }


def feature(document: Document, one: Collection) -> dict[str, Any]:
    """What the page of one feature needs."""
    geometry, properties = document["geometry"], document["properties"]
    return {
        "title": properties.get("title") or document["id"],
        "values": _values(properties, one.properties),
        "geometry": place(geometry),
        "ways": _ways(document),
    }


def _values(properties: Document, shown: Sequence[Property]) -> list[dict[str, Any]]:
    """Label, words and, for an address of a page, where it leads."""
    words = {each.name: _words(properties.get(each.name)) for each in shown}
    return [
        {"label": each.title, "text": words[each.name], "url": words[each.name] if each.format == "uri" else ""}
        for each in shown
    ]


def _words(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _ways(document: Document) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in document["links"]}


def is_area(one: Collection) -> bool:
    return one.geometry != "Point"


def place(geometry: Document | None) -> str:
    """A geometry in few words: the coordinates of a point, the kind and the number of positions of anything else."""
    if geometry is None:
        return ""
    if geometry["type"] == "Point":
        return ", ".join(str(number) for number in geometry["coordinates"])
    return f"{geometry['type']} ({_positions(geometry['coordinates'])})"


def _positions(coordinates: list[Any]) -> int:
    return 1 if not isinstance(coordinates[0], list) else sum(map(_positions, coordinates))


def operations(description: Document) -> list[dict[str, Any]]:
    """The operations of the API description with their parameters."""
    known = description["components"]["parameters"]
    found = []
    for path, methods in description["paths"].items():
        operation = methods["get"]
        parameters = [
            known[each["$ref"].rsplit("/", 1)[-1]] if "$ref" in each else each for each in operation["parameters"]
        ]
        found.append({"path": path, "summary": operation["summary"],
                      "parameters": [{**each, "kind": kind(each["schema"])} for each in parameters]})  # fmt: skip
    return found


def kind(schema: Document) -> str:
    """A schema in a word or two."""
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema["type"] == "array":
        return "[number, …]"
    bounds = f" {schema['minimum']}–{schema['maximum']}" if "maximum" in schema else ""
    return f"{schema['type']}{bounds}"
