"""Comparisons between answers, for example of an end with a start."""

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
    """The message of the first failed comparison of ``answer`` with other answers; ``None`` when all hold."""
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
