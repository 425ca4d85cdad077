"""OpenAPI 3.1 of all messages, with the JSON Schemas that the program itself reads and writes by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override
from pydantic.json_schema import models_json_schema

from raekoda.casework.webhooks import catalogue, rules, schemas

REF = "#/components/schemas/{model}"
HEADERS = {
    rules.ID: "Identifier of the message, the same at every try: a receiver that knows it already does nothing.",
    rules.TIMESTAMP: "Seconds since 1970 of this try. Older or newer than five minutes: refuse it.",
    rules.SIGNATURE: "One or more of `v1,<base64 of HMAC-SHA256 over id.timestamp.body>`, parted by spaces.",
}
THREAD_WORDS = {
    "case.asked": "The sender of a thread was asked something",
}
ABOUT = """
Messages follow the Standard Webhooks specification. Answer with any status of 200 to 299 within 15 seconds; anything else
is tried again for about a day and a half, with growing waits. 410 ends it for good. Nothing that the public may not read
is in a message, but for `thread`: what is to be posted into a thread that the receiver itself brought.
""".strip()


def document(server: str) -> dict[str, Any]:
    """The description for the municipality at ``server``."""
    shapes, definitions = _shapes()
    with override("en"):
        return {
            "openapi": "3.1.0",
            "info": {"title": "Raekoda webhooks", "version": "1.0.0", "description": ABOUT},
            "servers": [{"url": server}],
            "webhooks": {name: _out(name, shapes) for name in catalogue.ALL},
            "paths": {"/veebihaak/{ref}": _in(shapes)},
            "components": {"schemas": definitions},
        }


def schema_of(event: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the body of an event, complete in itself."""
    shapes, definitions = _shapes()
    return {**_body(event, shapes), "components": {"schemas": definitions}}


def schema_in() -> dict[str, Any]:
    """The JSON Schema of a body that comes in."""
    shapes, definitions = _shapes()
    return {**shapes[schemas.InMessage], "components": {"schemas": definitions}}


def _shapes() -> tuple[dict[type[Any], dict[str, Any]], dict[str, Any]]:
    out: list[Any] = [*dict.fromkeys(schemas.Data.values()), schemas.EventMessage]
    wanted: list[Any] = [*((each, "serialization") for each in out), (schemas.InMessage, "validation")]
    by_model, found = models_json_schema(wanted, ref_template=REF)
    return {model: schema for (model, _mode), schema in by_model.items()}, found["$defs"]


def _body(event: str, shapes: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "timestamp", "municipality", "data"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": event},
            "timestamp": {"type": "string", "format": "date-time"},
            "municipality": {"type": "string", "pattern": "^[0-9]{4}$", "description": "EHAK code"},
            "data": shapes[schemas.Data[event]],
        },
    }


def _out(event: str, shapes: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    words = catalogue.OFFERED.get(event) or THREAD_WORDS.get(event) or "Sent by the test button"
    return {
        "post": {
            "summary": str(words),
            "parameters": _headers(),
            "requestBody": {"required": True, "content": {"application/json": {"schema": _body(event, shapes)}}},
            "responses": {"2XX": {"description": "Taken"}, "410": {"description": "Gone: never send again"}},
        }
    }


def _in(shapes: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    ref = {"name": "ref", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Of the source"}
    answers = {
        "200": "Added to the case of its thread, or known already",
        "201": "Became a case",
        "400": "Headers missing, or the timestamp is not within five minutes",
        "401": "The signature does not fit",
        "404": "No such source here",
        "409": "The identifier was used for another body",
        "413": "Larger than 256 KiB",
        "422": "Does not fit; kept for people to read. Sending it again changes nothing",
        "429": "More than 120 a minute",
    }
    return {
        "post": {
            "summary": "Bring what a person said",
            "parameters": [ref, *_headers()],
            "requestBody": {"required": True, "content": {"application/json": {"schema": shapes[schemas.InMessage]}}},
            "responses": {status: {"description": words} for status, words in answers.items()},
        }
    }


def _headers() -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": words}
        for name, words in HEADERS.items()
    ]
