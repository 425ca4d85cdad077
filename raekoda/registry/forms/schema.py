"""JSON Schema (draft 2020-12) of definitions, published as ``docs/forms.schema.json``, and of the answers to one.

``python -m raekoda.registry.forms.schema`` prints the schema of definitions.
"""

from __future__ import annotations

import json
from typing import Any

from raekoda.registry.forms.conditions import ALL_OPERATORS, BETWEEN_FIELDS
from raekoda.registry.forms.days import RELATIVE
from raekoda.registry.forms.definition import Definition, Field
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.parsing import AMOUNT, CHOICE_KEY, COMMON, KEY, LIMITS, MAX_TEXT_LENGTH
from raekoda.registry.forms.texts import LANGUAGES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"$ref": "#/$defs/text"}
CONDITION = {"$ref": "#/$defs/condition"}
KEYED = {"type": "string", "pattern": KEY.pattern}
AMOUNT_SCHEMA = {"type": "string", "pattern": AMOUNT.pattern}
SETTINGS: dict[str, dict[str, Any]] = {
    "whole": {"type": "integer", "minimum": 0, "maximum": 1_000_000},
    "number": {"type": "number"},
    "amount": AMOUNT_SCHEMA,
    "day": {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": RELATIVE.pattern}]},
    "text": TEXT,
    "name": {"type": "string", "maxLength": 200},
    "names": {"type": "array", "items": {"type": "string", "maxLength": 40}, "maxItems": 20},
    "flag": {"type": "boolean"},
}
PARTS = {"choices": "choice", "columns": "column", "lines": "line"}


def definition_schema() -> dict[str, Any]:
    """The schema of definitions that :func:`raekoda.registry.forms.definition.read` accepts."""
    step = {
        "key": KEYED,
        "title": TEXT,
        "intro": TEXT,
        "shown_if": CONDITION,
        "fields": _list("field", LIMITS["fields"]),
    }
    return {
        "$schema": DIALECT,
        "title": "Form of a service",
        "description": "Steps of fields. Keys of fields are unique in the form; conditions name earlier fields only.",
        **_object({"title": TEXT, "intro": TEXT, "steps": _list("step", LIMITS["steps"])}, "steps"),
        "$defs": {
            "text": _text(),
            "step": _object(step, "key", "fields"),
            "field": {"oneOf": [_field(name) for name in KINDS]},
            "column": {"oneOf": [_field(name) for name, kind in KINDS.items() if kind.in_tables]},
            "choice": _object({"key": {"type": "string", "pattern": CHOICE_KEY.pattern}, "label": TEXT}, "key"),
            "line": _object({"amount": AMOUNT_SCHEMA, "times": KEYED, "when": CONDITION, "label": TEXT}, "amount"),
            "check": _object({"op": {"enum": list(BETWEEN_FIELDS)}, "field": KEYED, "message": TEXT}, "op", "field"),
            "comparison": _object(
                {"field": KEYED, "op": {"enum": list(ALL_OPERATORS)}, "value": _value()}, "field", "op"
            ),
            "condition": {
                "oneOf": [
                    {"$ref": "#/$defs/comparison"},
                    _object({"all": _list("comparison", LIMITS["comparisons"])}, "all"),
                    _object({"any": _list("comparison", LIMITS["comparisons"])}, "any"),
                ]
            },
        },
    }


def answers_schema(definition: Definition) -> dict[str, Any]:
    """The schema of answers to ``definition``, without its conditions."""
    fields = definition.fields.values()
    always = [field.key for field in fields if _is_always_needed(field, definition)]
    return {
        "$schema": DIALECT,
        "title": definition.title.et,
        **_object({field.key: _answer(field) for field in fields if field.kind != "note"}, *always),
    }


def _answer(field: Field) -> dict[str, Any]:
    return {"description": str(field.label), **KINDS[field.kind].schema(field)}


def _is_always_needed(field: Field, definition: Definition) -> bool:
    step = definition.step_with_field(field.key)
    is_shown = field.shown_if is None and (step is None or step.shown_if is None)
    return is_shown and (field.kind == "fee" or (field.required and KINDS[field.kind].is_asked))


def _field(name: str) -> dict[str, Any]:
    kind = KINDS[name]
    properties: dict[str, Any] = {
        "key": KEYED,
        "kind": {"const": name},
        "label": TEXT,
        "help": TEXT,
        "required": {"type": "boolean"},
        "shown_if": CONDITION,
        "required_if": CONDITION,
        "compare": _list("check", LIMITS["fields"]),
        "prefill": {"type": "string", "maxLength": 80},
        "correctable": {"type": "boolean"},
    }
    assert set(properties) == COMMON
    properties |= {setting: SETTINGS[reader] for setting, reader in kind.settings.items()}
    properties |= {part: _list(PARTS[part], LIMITS[part]) for part in kind.parts}
    return _object(properties, "key", "kind")


def _text() -> dict[str, Any]:
    text = {"type": "string", "maxLength": MAX_TEXT_LENGTH}
    return {"anyOf": [text, _object(dict.fromkeys(LANGUAGES, text))]}


def _value() -> dict[str, Any]:
    scalar = {"type": ["string", "number", "boolean"]}
    return {"anyOf": [scalar, {"type": "array", "items": scalar}]}


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(name: str, most: int) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, "maxItems": most}


if __name__ == "__main__":
    print(json.dumps(definition_schema(), ensure_ascii=False, indent=2))
