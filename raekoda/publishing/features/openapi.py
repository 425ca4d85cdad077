"""The OpenAPI 3.0 description of the service, as it is for the municipality being served: its layers and their filters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from raekoda.platform.core.models import Municipality
from raekoda.publishing.features import documents
from raekoda.publishing.features.crs import CRS84, KNOWN
from raekoda.publishing.features.documents import GEOJSON, HTML, JSON, OPENAPI
from raekoda.publishing.features.parameters import DEFAULT_LIMIT, FORMATS, LONGEST_VALUE, MOST
from raekoda.publishing.features.registry import Collection, Property
from raekoda.publishing.features.schemas import SCHEMAS

Description = dict[str, Any]
ERRORS = {"400": "BadRequest", "404": "NotFound", "429": "TooManyRequests", "500": "ServerError"}


def description(root: str, municipality: Municipality, found: Iterable[Collection]) -> Description:
    """The whole description; ``root`` is the address of the landing page without its slash."""
    paths: Description = {
        "/": _get("landing", _("Landing page"), "Landing", ["Capabilities"]),
        "/api": _get("api", _("This description"), None, ["Capabilities"], kind=OPENAPI),
        "/conformance": _get("conformance", _("Conformance classes"), "Conformance", ["Capabilities"]),
        "/collections": _get("collections", _("All map layers"), "Collections", ["Capabilities"]),
    }
    for each in found:
        paths |= _paths_of(each)
    title = documents.landing(documents.Links(root), municipality, "json")
    contact = {"name": municipality.name, **({"email": municipality.email} if municipality.email else {})}
    return {
        "openapi": "3.0.3",
        "info": {"title": title["title"], "description": title["description"], "version": "1.0.0", "contact": contact},
        "servers": [{"url": root}],
        "tags": [{"name": "Capabilities"}, {"name": "Data"}],
        "paths": paths,
        "components": {"schemas": SCHEMAS, "parameters": _parameters(), "responses": _responses()},
    }


def _paths_of(one: Collection) -> Description:
    path, title, name = f"/collections/{one.id}", str(one.title), one.id.replace("-", "_")
    page = _get(f"{name}_items", title, "FeatureCollection", ["Data"], _item_parameters(one), GEOJSON, missing=True)
    single = _get(f"{name}_item", _("One feature of “%(title)s”") % {"title": title}, "Feature", ["Data"],
                  [_key_parameter(), _ref("crs")], GEOJSON, missing=True)  # fmt: skip
    about = _("About “%(title)s”") % {"title": title}
    return {
        path: _get(f"{name}_about", about, "Collection", ["Capabilities"], missing=True),
        f"{path}/items": page,
        f"{path}/items/{{featureId}}": single,
    }


def _get(
    operation: str, summary: str, schema: str | None, tags: list[str], parameters: Iterable[Description] = (),
    kind: str = JSON, *, missing: bool = False,
) -> Description:  # fmt: skip
    shape: Description = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    headers = {"Content-Crs": {"description": _("Coordinate system of the answer"), "schema": {"type": "string"}}}
    answer: Description = {
        "description": summary,
        "content": {kind: {"schema": shape}, HTML: {"schema": {"type": "string"}}},
        **({"headers": headers} if kind == GEOJSON else {}),
    }
    errors = {code: {"$ref": f"#/components/responses/{name}"} for code, name in ERRORS.items()}
    if not missing:
        del errors["404"]
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": tags,
            "parameters": [*parameters, _ref("f")],
            "responses": {"200": answer, **errors},
        }
    }


def _ref(name: str) -> Description:
    return {"$ref": f"#/components/parameters/{name}"}


def _item_parameters(one: Collection) -> list[Description]:
    plain = [_ref(name) for name in ("limit", "bbox", "bbox-crs", "datetime", "crs", "cursor")]
    return [*plain, *(_query(each.name, str(each.title), schema_of(each, as_filter=True)) for each in one.filters)]


def _key_parameter() -> Description:
    words = _("Identifier of the feature")
    return {
        "name": "featureId",
        "in": "path",
        "required": True,
        "description": words,
        "schema": {"type": "string", "minLength": 1},
    }


def schema_of(one: Property, *, as_filter: bool = False) -> Description:
    """A property as a JSON Schema."""
    schema: Description = {"type": one.type} if one.type else {}
    if one.format:
        schema["format"] = one.format
    if one.choices:
        schema["enum"] = [str(choice) for choice in one.choices]
    elif as_filter and one.type == "string":
        schema |= {"minLength": 1, "maxLength": LONGEST_VALUE}
    return schema


def _query(name: str, words: str, schema: Description, **more: Any) -> Description:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema, **more}


def _parameters() -> Description:
    systems: Description = {"type": "string", "format": "uri", "enum": list(KNOWN), "default": CRS84.uri}
    list_form = {"style": "form", "explode": False}
    numbers = {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    }
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT}
    return {
        "f": _query("f", _("Format of the answer"), {"type": "string", "enum": list(FORMATS)}, **list_form),
        "limit": _query("limit", _("How many features at most"), limit, **list_form),
        "bbox": _query("bbox", _("Only features that touch this box"), numbers, **list_form),
        "bbox-crs": _query("bbox-crs", _("Coordinate system of bbox"), systems, **list_form),
        "crs": _query("crs", _("Coordinate system of the answer"), systems, **list_form),
        "datetime": _query(
            "datetime", _("Only features of this moment, day or interval; open ends are two dots"), {"type": "string"},
            **list_form,
        ),
        "cursor": _query("cursor", _("Where the page begins: taken from the links of a page, never made up"),
                         {"type": "string", "maxLength": 500}, **list_form),
    }  # fmt: skip


def _responses() -> Description:
    words = {
        "BadRequest": _("A parameter is not known or cannot be used."),
        "NotFound": _("There is no such map layer or feature."),
        "TooManyRequests": _("Too many requests in a short time. Please wait a minute."),
        "ServerError": _("Something went wrong on our side. Please try again."),
    }
    content = {
        JSON: {"schema": {"$ref": "#/components/schemas/Exception"}},
        HTML: {"schema": {"type": "string"}},
    }
    return {name: {"description": text, "content": content} for name, text in words.items()}
