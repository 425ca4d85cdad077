"""The classes of a condition, its kind and their parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raekoda.registry.benefits import days
from raekoda.registry.benefits.facts import Facts

Parameters = Mapping[str, Any]
Label = str | Promise


@dataclass(frozen=True)
class Parameter:
    """One parameter of a kind: "number", "money", "day" (MM-DD), "choice" or "choices"."""

    name: str
    label: Label
    type: str
    choices: tuple[tuple[str, Label], ...] = ()
    required: bool = True

    def read(self, value: Any) -> Any:
        """The value as stored in JSON. Raises ``ValidationError``."""
        if value in (None, "", []):
            if self.required:
                raise ValidationError(_("%(label)s is missing.") % {"label": self.label})
            return None
        return _READERS[self.type](self, value)


@dataclass(frozen=True)
class ConditionKind:
    """A kind of condition.

    ``evaluate(parameters, facts, home)`` returns True, False or None; ``home`` is the EHAK code of the rule's municipality.
    ``describe(parameters, home_name)`` returns the condition as a sentence.
    """

    code: str
    label: Label
    facts: Callable[[Parameters], tuple[str, ...]]
    parameters: tuple[Parameter, ...]
    evaluate: Callable[[Parameters, Facts, str], bool | None]
    describe: Callable[[Parameters, str], str]


@dataclass(frozen=True)
class Condition:
    """A condition read from data."""

    kind: ConditionKind
    parameters: Parameters

    def evaluate(self, facts: Facts, home: str) -> bool | None:
        """True when met, False when not met, None when the facts are not sufficient."""
        return self.kind.evaluate(self.parameters, facts, home)

    def describe(self, home_name: str) -> str:
        """The condition as a sentence in the current language; ``home_name`` is the municipality's name."""
        return self.kind.describe(self.parameters, home_name)

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts that the condition needs."""
        return self.kind.facts(self.parameters)

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.code, **self.parameters}


def _whole(parameter: Parameter, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise ValidationError(_("%(label)s is a whole number.") % {"label": parameter.label}) from None
    if not 0 <= number <= 1000:
        raise ValidationError(_("%(label)s is between 0 and 1000.") % {"label": parameter.label})
    return number


def _money(parameter: Parameter, value: Any) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 1_000_000:
        raise ValidationError(_("%(label)s is a sum in euros.") % {"label": parameter.label})
    return str(amount)


def _day(parameter: Parameter, value: Any) -> str:
    days.validate_day(str(value))
    return str(value)


def _choice(parameter: Parameter, value: Any) -> str:
    if value not in dict(parameter.choices):
        raise ValidationError(_("%(label)s: choose one of the list.") % {"label": parameter.label})
    return str(value)


def _choices(parameter: Parameter, value: Any) -> list[str]:
    return [_choice(parameter, item) for item in (value if isinstance(value, list | tuple) else [value])]


_READERS: dict[str, Callable[[Parameter, Any], Any]] = {
    "number": _whole,
    "money": _money,
    "day": _day,
    "choice": _choice,
    "choices": _choices,
}
