"""JSON Schemas (as OpenAPI 3.0 writes them) of the documents; after the schemas of OGC API - Features Part 1 and RFC 7946."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBERS: Schema = {"type": "array", "items": {"type": "number"}}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _list(of: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": of, **more}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _geometry(kind: str, coordinates: Schema) -> Schema:
    return _object(["type", "coordinates"], type={"type": "string", "enum": [kind]}, coordinates=coordinates)


POSITION = {**NUMBERS, "minItems": 2, "maxItems": 3}
LINE = _list(POSITION, minItems=2)
RING = _list(POSITION, minItems=4)
GEOMETRIES = {
    "Point": POSITION,
    "MultiPoint": _list(POSITION),
    "LineString": LINE,
    "MultiLineString": _list(LINE),
    "Polygon": _list(RING),
    "MultiPolygon": _list(_list(RING)),
}
LINKS = _list(_ref("Link"))
BOX = {**NUMBERS, "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]}
MOMENT = {"type": "string", "format": "date-time", "nullable": True}

SCHEMAS: Schema = {
    "Exception": _object(["code"], code=TEXT, description=TEXT, request_id=TEXT),
    "Link": _object(["href", "rel"], href=TEXT, rel=TEXT, type=TEXT, title=TEXT),
    "Landing": _object(["links"], title=TEXT, description=TEXT, links=LINKS),
    "Conformance": _object(["conformsTo"], conformsTo=_list(TEXT), links=LINKS),
    "Extent": {
        "type": "object",
        "properties": {
            "spatial": _object(["bbox"], bbox=_list(BOX, minItems=1), crs=TEXT),
            "temporal": _object(
                ["interval"], interval=_list(_list(MOMENT, minItems=2, maxItems=2), minItems=1), trs=TEXT
            ),
        },
    },
    "Collection": _object(
        ["id", "links"],
        id=TEXT,
        title=TEXT,
        description=TEXT,
        attribution=TEXT,
        extent=_ref("Extent"),
        itemType=TEXT,
        crs=_list(TEXT),
        storageCrs=TEXT,
        links=LINKS,
    ),
    "Collections": _object(["links", "collections"], links=LINKS, collections=_list(_ref("Collection"))),
    "Geometry": {"oneOf": [_geometry(kind, coordinates) for kind, coordinates in GEOMETRIES.items()]},
    "Feature": _object(
        ["type", "id", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id=TEXT,
        geometry={"nullable": True, "allOf": [_ref("Geometry")], "type": "object"},
        properties={"type": "object"},
        links=LINKS,
    ),
    "FeatureCollection": _object(
        ["type", "features"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list(_ref("Feature")),
        links=LINKS,
        timeStamp={"type": "string", "format": "date-time"},
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0},
    ),
}
