"""The API reference page, rendered from the OpenAPI description without external resources."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raekoda.publishing.api.api import api


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters and response fields."""
    description = api.get_openapi_schema(path_prefix="/api/v1/")
    context = {"description": description["info"]["description"], "endpoints": _endpoints(description)}
    return render(request, "api/reference.html", context)


def _endpoints(description: dict[str, Any]) -> list[dict[str, Any]]:
    found, known = [], description["components"]["schemas"]
    for path, operations in description["paths"].items():
        [(method, operation)] = operations.items()
        answer = operation["responses"][200]["content"]["application/json"]["schema"]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        found.append(
            {
                "method": method.upper(),
                "path": path,
                "body": _fields(body, known),
                "summary": operation["description"],
                "parameters": [_parameter(each, known) for each in operation.get("parameters", [])],
                "fields": _fields(answer, known),
            }
        )
    return found


def _parameter(parameter: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "required": parameter.get("required", False),
        "kind": _kind(known.get(_name(schema), schema)),
        "description": parameter.get("description") or schema.get("description", ""),
    }


def _fields(schema: dict[str, Any], known: dict[str, Any]) -> list[dict[str, str]]:
    name = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    properties = known.get(name.rsplit("/", 1)[-1], {}).get("properties", {})
    return [
        {"name": field, "kind": _kind(each), "description": each.get("description", "")}
        for field, each in properties.items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    """A short label of a schema."""
    if "anyOf" in schema:
        return " / ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if _name(schema):
        return _name(schema)
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]"
    return str(schema.get("format") or schema.get("const") or schema.get("type", ""))


def _name(schema: dict[str, Any]) -> str:
    """The name of the described kind that ``schema`` refers to, or ""."""
    reference = schema.get("$ref") or next((each.get("$ref", "") for each in schema.get("allOf", [])), "")
    return str(reference).rsplit("/", 1)[-1]
