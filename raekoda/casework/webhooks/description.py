"""OpenAPI 3.1 description of all messages, generated from the pydantic models that validate them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override
from pydantic.json_schema import models_json_schema

from raekoda.casework.webhooks import catalogue, rules, schemas

REF = "#/components/schemas/{model}"
HEADERS = {
    rules.ID: "Identifier of the message, the same at every try: a receiver that knows it already does nothing.",
    rules.TIMESTAMP: "Seconds since 1970 of this try. Older or newer than five minutes: reject it.",
    rules.SIGNATURE: "One or more of `v1,<base64 of HMAC-SHA256 over id.timestamp.body>`, separated by spaces.",
}
THREAD_SUMMARIES = {
    "case.asked": "The sender of a thread was asked something",
}
ABOUT = """
Messages follow the Standard Webhooks specification. Answer with any status of 200 to 299 within 15 seconds; anything else
is retried for about a day and a half, with growing intervals. 410 switches the endpoint off. Messages hold public data only,
except `thread`: the text to post into a thread that the receiver itself sent in.
""".strip()


def openapi_document(server: str) -> dict[str, Any]:
    """The description for the municipality at ``server``."""
    schemas_by_model, definitions = _schemas()
    with override("en"):
        return {
            "openapi": "3.1.0",
            "info": {"title": "Raekoda webhooks", "version": "1.0.0", "description": ABOUT},
            "servers": [{"url": server}],
            "webhooks": {name: _webhook(name, schemas_by_model) for name in catalogue.ALL},
            "paths": {"/veebihaak/{ref}": _path(schemas_by_model)},
            "components": {"schemas": definitions},
        }


def event_schema(event: str) -> dict[str, Any]:
    """The self-contained JSON Schema (draft 2020-12) of the body of an event."""
    schemas_by_model, definitions = _schemas()
    return {**_body(event, schemas_by_model), "components": {"schemas": definitions}}


def incoming_schema() -> dict[str, Any]:
    """The self-contained JSON Schema of an incoming body."""
    schemas_by_model, definitions = _schemas()
    return {**schemas_by_model[schemas.IncomingMessage], "components": {"schemas": definitions}}


def _schemas() -> tuple[dict[type[Any], dict[str, Any]], dict[str, Any]]:
    out: list[Any] = [*dict.fromkeys(schemas.Data.values()), schemas.OutgoingMessage]
    models: list[Any] = [*((each, "serialization") for each in out), (schemas.IncomingMessage, "validation")]
    by_model, found = models_json_schema(models, ref_template=REF)
    return {model: schema for (model, _mode), schema in by_model.items()}, found["$defs"]


def _body(event: str, schemas_by_model: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "timestamp", "municipality", "data"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": event},
            "timestamp": {"type": "string", "format": "date-time"},
            "municipality": {"type": "string", "pattern": "^[0-9]{4}$", "description": "EHAK code"},
            "data": schemas_by_model[schemas.Data[event]],
        },
    }


def _webhook(event: str, schemas_by_model: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    label = catalogue.OFFERED.get(event) or THREAD_SUMMARIES.get(event) or "Sent by the test button"
    return {
        "post": {
            "summary": str(label),
            "parameters": _headers(),
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _body(event, schemas_by_model)}},
            },
            "responses": {"2XX": {"description": "Accepted"}, "410": {"description": "Gone: never send again"}},
        }
    }


def _path(schemas_by_model: dict[type[Any], dict[str, Any]]) -> dict[str, Any]:
    ref = {"name": "ref", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Of the source"}
    answers = {
        "200": "Added to the case of its thread, or known already",
        "201": "Became a case",
        "400": "Headers missing, or the timestamp is not within five minutes",
        "401": "The signature is not valid",
        "404": "No such source here",
        "409": "The identifier was used for another body",
        "413": "Larger than 256 KiB",
        "422": "Not valid; stored for staff to read. Sending it again changes nothing",
        "429": "More than 120 a minute",
    }
    schema = schemas_by_model[schemas.IncomingMessage]
    return {
        "post": {
            "summary": "Send in a message of a resident",
            "parameters": [ref, *_headers()],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": schema}},
            },
            "responses": {status: {"description": text} for status, text in answers.items()},
        }
    }


def _headers() -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": text}
        for name, text in HEADERS.items()
    ]
