"""Template contexts of the HTML pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from raekoda.publishing.features.crs import CRS84
from raekoda.publishing.features.documents import Document, Links
from raekoda.publishing.features.registry import Collection, Property


def features_context(document: Document, collection: Collection, links: Links) -> dict[str, Any]:
    """The context of a list: columns, rows, links, and the address of the map data (in degrees)."""
    path = f"/collections/{collection.id}/items"
    return {
        "columns": [each.title for each in collection.properties],
        "rows": [
            {
                "id": each["id"],
                "url": links.root + links.item(collection.id, each["id"]),
                "values": _values(each["properties"], collection.properties),
                "geometry": geometry_label(each["geometry"]),
            }
            for each in document["features"]
        ],
        "nav_links": _links_by_rel(document),
        "map_url": links.root + links.with_query(path, f="json", crs=CRS84.uri),
        "is_area": is_area(collection),
    }


def feature_context(document: Document, collection: Collection) -> dict[str, Any]:
    """The context of one feature."""
    geometry, properties = document["geometry"], document["properties"]
    return {
        "title": properties.get("title") or document["id"],
        "values": _values(properties, collection.properties),
        "geometry": geometry_label(geometry),
        "nav_links": _links_by_rel(document),
    }


def _values(properties: Document, shown: Sequence[Property]) -> list[dict[str, Any]]:
    """Label, text and, for a URI, its link."""
    words = {each.name: _words(properties.get(each.name)) for each in shown}
    return [
        {"label": each.title, "text": words[each.name], "url": words[each.name] if each.format == "uri" else ""}
        for each in shown
    ]


def _words(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _links_by_rel(document: Document) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in document["links"]}


def is_area(collection: Collection) -> bool:
    return collection.geometry != "Point"


def geometry_label(geometry: Document | None) -> str:
    """A label: coordinates of a point, else type and number of positions."""
    if geometry is None:
        return ""
    if geometry["type"] == "Point":
        return ", ".join(str(number) for number in geometry["coordinates"])
    return f"{geometry['type']} ({_positions(geometry['coordinates'])})"


def _positions(coordinates: list[Any]) -> int:
    return 1 if not isinstance(coordinates[0], list) else sum(map(_positions, coordinates))


def operations_context(description: Document) -> list[dict[str, Any]]:
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
    """A short label of a schema."""
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema["type"] == "array":
        return "[number, …]"
    bounds = f" {schema['minimum']}–{schema['maximum']}" if "maximum" in schema else ""
    return f"{schema['type']}{bounds}"
