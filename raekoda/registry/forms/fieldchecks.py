"""Answers compared with each other: the end is not before the start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from raekoda.registry.forms.conditions import Comparison, is_empty
from raekoda.registry.forms.definition import Definition, Field

MESSAGES = {
    "equals": lambda: _("This has to be the same as “%(label)s”."),
    "not_equals": lambda: _("This may not be the same as “%(label)s”."),
    "greater": lambda: _("This has to be more or later than “%(label)s”."),
    "at_least": lambda: _("This may not be less or earlier than “%(label)s”."),
    "less": lambda: _("This has to be less or earlier than “%(label)s”."),
    "at_most": lambda: _("This may not be more or later than “%(label)s”."),
}


def field_check_problem(
    field: Field, answer: Any, known: Mapping[str, Any], definition: Definition, today: date
) -> str | None:
    """What is wrong with ``answer`` beside the others, in the designer's words where there are some."""
    if is_empty(answer):
        return None
    for check in field.compare:
        other = known.get(check.field)
        if is_empty(other) or check.field not in definition.fields:
            continue
        if not Comparison(field.key, check.op, other).holds({field.key: answer}, today):
            label = str(definition.fields[check.field].label)
            return str(check.message) or MESSAGES[check.op]() % {"label": label}
    return None
