"""The closed set of conditions under which a benefit is granted or offered. A condition is data: ``{"kind": ..., parameters}``.

Each kind names the facts it needs, evaluates them (True, False, or None when they are not sufficient) and describes itself
in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from raekoda.registry.benefits.conditions.kind import Condition, ConditionKind, Parameter
from raekoda.registry.benefits.conditions.kinds import KINDS

__all__ = ["KINDS", "Condition", "ConditionKind", "Parameter", "facts_needed", "read", "validate"]


def read(data: Any) -> list[Condition]:
    """Parse conditions from their data. Raises ``ValidationError``."""
    if not isinstance(data, list):
        raise ValidationError(_("The conditions are a list."))
    return [_parse(entry) for entry in data]


def validate(data: Any) -> None:
    """As a validator of a model's field."""
    read(data)


def facts_needed(conditions: Iterable[Condition]) -> list[str]:
    """Names of the facts that the conditions need, without duplicates, in order."""
    return list(dict.fromkeys(name for condition in conditions for name in condition.facts))


def _parse(entry: Any) -> Condition:
    kind = KINDS.get(str(entry.get("kind"))) if isinstance(entry, dict) else None
    if kind is None:
        raise ValidationError(_("There is no such kind of condition."))
    read_all = ((parameter.name, parameter.read(entry.get(parameter.name))) for parameter in kind.parameters)
    return Condition(kind, {name: value for name, value in read_all if value is not None})
