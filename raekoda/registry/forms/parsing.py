"""Strict parsing of a definition from JSON: types are checked, unknown properties rejected, sizes limited."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from raekoda.registry.forms import conditions, kinds
from raekoda.registry.forms.conditions import Comparison, Condition
from raekoda.registry.forms.days import is_day
from raekoda.registry.forms.definition import Choice, Definition, FeeLine, Field, FieldCheck, Step
from raekoda.registry.forms.texts import LANGUAGES, LocalizedText, localized_text

KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
CHOICE_KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")
AMOUNT = re.compile(r"^\d{1,7}(\.\d{1,2})?$")
LIMITS = {"steps": 40, "fields": 200, "choices": 300, "columns": 12, "lines": 40, "comparisons": 20}
MAX_TEXT_LENGTH = 5000

COMMON = {"key", "kind", "label", "help", "required", "shown_if", "required_if", "compare", "prefill", "correctable"}


class InvalidDefinition(Exception):
    """The JSON is not a definition of a form; the message says where and why, in the current language."""

    def __init__(self, message: str) -> None:
        super().__init__(capfirst(message))


def definition(value: Any) -> Definition:
    """Parse a definition. Raises :class:`InvalidDefinition`."""
    data = _object(value, {"title", "intro", "steps"}, _("the form"))
    steps = tuple(_step(item, number) for number, item in enumerate(_list(data, "steps", _("the form")), 1))
    if sum(len(step.fields) for step in steps) > LIMITS["fields"]:
        raise InvalidDefinition(_("A form may have up to %(most)s questions.") % {"most": LIMITS["fields"]})
    return Definition(_localized(data, "title", _("the form")), _localized(data, "intro", _("the form")), steps)


def _step(value: Any, number: int) -> Step:
    place = _("step %(number)s") % {"number": number}
    data = _object(value, {"key", "title", "intro", "shown_if", "fields"}, place)
    return Step(
        _key(data, place),
        _localized(data, "title", place),
        _localized(data, "intro", place),
        condition(data.get("shown_if"), place),
        tuple(field(item) for item in _list(data, "fields", place)),
    )


def field(value: Any, *, is_column: bool = False) -> Field:
    """Parse a field, or a column of a table. Raises :class:`InvalidDefinition`."""
    if not isinstance(value, dict):
        raise InvalidDefinition(_("A question is not an object."))
    place = _("question “%(key)s”") % {"key": str(value.get("key", ""))[:40]}
    kind = kinds.KINDS.get(str(value.get("kind", "")))
    if kind is None or (is_column and not kind.in_tables):
        raise InvalidDefinition(
            _("In %(place)s: unknown kind of answer “%(kind)s”.")
            % {"place": place, "kind": str(value.get("kind", ""))[:40]}
        )
    data = _object(value, COMMON | set(kind.settings) | set(kind.parts), place)
    return Field(
        key=_key(data, place),
        kind=kind.name,
        label=_localized(data, "label", place),
        help=_localized(data, "help", place),
        required=_flag(data, "required", False, place),
        shown_if=condition(data.get("shown_if"), place),
        required_if=condition(data.get("required_if"), place),
        compare=tuple(_check(item, place) for item in _list(data, "compare", place)),
        prefill=_text(data, "prefill", place, 80),
        correctable=_flag(data, "correctable", True, place),
        choices=tuple(_choice(item, place) for item in _list(data, "choices", place)),
        columns=tuple(field(item, is_column=True) for item in _list(data, "columns", place)),
        lines=tuple(_line(item, place) for item in _list(data, "lines", place)),
        settings=MappingProxyType(
            {
                name: READERS[kind.settings[name]](data, name, place)
                for name in kind.settings
                if data.get(name) not in (None, "", [], {})
            }
        ),
    )


def condition(value: Any, place: str) -> Condition | None:
    """Parse a condition: ``{"all": [...]}``, ``{"any": [...]}`` or a single comparison. Raises :class:`InvalidDefinition`."""
    if value in (None, {}):
        return None
    if isinstance(value, dict) and "field" in value:
        value = {"all": [value]}
    if not isinstance(value, dict) or len(value) != 1 or not set(value) <= {"all", "any"}:
        raise InvalidDefinition(_("In %(place)s: a condition is “all” or “any” of comparisons.") % {"place": place})
    ((join, _given),) = value.items()
    comparisons = tuple(_comparison(item, place) for item in _list(value, join, place, "comparisons"))
    return Condition(comparisons, join) if comparisons else None


def _comparison(value: Any, place: str) -> Comparison:
    data = _object(value, {"field", "op", "value"}, place)
    op, other = str(data.get("op", "")), data.get("value")
    if op not in conditions.ALL_OPERATORS:
        raise InvalidDefinition(_("In %(place)s: unknown comparison “%(name)s”.") % {"place": place, "name": op[:40]})
    if op in conditions.WITH_LIST:
        if not isinstance(other, list) or not all(isinstance(item, (str, int, float, bool)) for item in other):
            raise InvalidDefinition(_("In %(place)s: “is one of” needs a list of answers.") % {"place": place})
        other = tuple(other)
    elif op in conditions.WITHOUT_VALUE:
        other = None
    elif not isinstance(other, (str, int, float, bool)):
        raise InvalidDefinition(_("In %(place)s: a comparison needs an answer to compare with.") % {"place": place})
    return Comparison(_key(data, place, "field"), op, other)


def _check(value: Any, place: str) -> FieldCheck:
    data = _object(value, {"op", "field", "message"}, place)
    op = str(data.get("op", ""))
    if op not in conditions.BETWEEN_FIELDS:
        raise InvalidDefinition(_("In %(place)s: unknown comparison “%(name)s”.") % {"place": place, "name": op[:40]})
    return FieldCheck(op, _key(data, place, "field"), _localized(data, "message", place))


def _choice(value: Any, place: str) -> Choice:
    data = _object(value, {"key", "label"}, place)
    key = data.get("key")
    if not isinstance(key, str) or not CHOICE_KEY.match(key):
        raise InvalidDefinition(
            _("In %(place)s: the key of a choice is of letters a to z, digits, dots and dashes.") % {"place": place}
        )
    return Choice(key, _localized(data, "label", place))


def _line(value: Any, place: str) -> FeeLine:
    data = _object(value, {"amount", "times", "when", "label"}, place)
    times = _key(data, place, "times") if data.get("times") else ""
    return FeeLine(
        _amount(data, "amount", place), times, condition(data.get("when"), place), _localized(data, "label", place)
    )


def _object(value: Any, known: set[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidDefinition(_("In %(place)s: an object was expected.") % {"place": place})
    if unknown := set(value) - known:
        name = str(sorted(map(str, unknown))[0])[:40]
        raise InvalidDefinition(_("In %(place)s: “%(name)s” is not known here.") % {"place": place, "name": name})
    return value


def _list(data: dict[str, Any], name: str, place: str, size: str = "") -> list[Any]:
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidDefinition(_("In %(place)s: “%(name)s” is a list.") % {"place": place, "name": name})
    if len(value) > LIMITS.get(size or name, LIMITS["fields"]):
        raise InvalidDefinition(_("In %(place)s: “%(name)s” has too many parts.") % {"place": place, "name": name})
    return value


def _key(data: dict[str, Any], place: str, name: str = "key") -> str:
    value = data.get(name)
    if not isinstance(value, str) or not KEY.match(value):
        raise InvalidDefinition(
            _("In %(place)s: “%(name)s” begins with a letter and has letters a to z, digits and _ only.")
            % {"place": place, "name": name}
        )
    return value


def _localized(data: dict[str, Any], name: str, place: str) -> LocalizedText:
    value = data.get(name) or {}
    if isinstance(value, str):
        value = {"et": value}
    is_right = isinstance(value, dict) and set(value) <= set(LANGUAGES)
    if not is_right or not all(isinstance(text, str) and len(text) <= MAX_TEXT_LENGTH for text in value.values()):
        raise InvalidDefinition(
            _("In %(place)s: “%(name)s” is a text in et, en and ru.") % {"place": place, "name": name}
        )
    return localized_text({language: _without_control_characters(text) for language, text in value.items()})


def _without_control_characters(text: str) -> str:
    """The text without control characters, which the database rejects."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _text(data: dict[str, Any], name: str, place: str, max_length: int = 200) -> str:
    value = data.get(name) or ""
    if not isinstance(value, str) or len(value) > max_length or _without_control_characters(value) != value:
        raise InvalidDefinition(_("In %(place)s: “%(name)s” is a short text.") % {"place": place, "name": name})
    return value


def _flag(data: dict[str, Any], name: str, default: bool, place: str) -> bool:
    value = data.get(name, default)
    if not isinstance(value, bool):
        raise InvalidDefinition(_("In %(place)s: “%(name)s” is true or false.") % {"place": place, "name": name})
    return value


def _whole(data: dict[str, Any], name: str, place: str) -> int:
    value = data[name]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise InvalidDefinition(_("In %(place)s: “%(name)s” is a whole number.") % {"place": place, "name": name})
    return value


def _number(data: dict[str, Any], name: str, place: str) -> int | float:
    value = data[name]
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not Decimal(str(value)).is_finite()
        or abs(value) > 10**12
    ):
        raise InvalidDefinition(_("In %(place)s: “%(name)s” is a number.") % {"place": place, "name": name})
    return value


def _amount(data: dict[str, Any], name: str, place: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not AMOUNT.match(value):
        raise InvalidDefinition(
            _("In %(place)s: “%(name)s” is an amount in euros, such as 12.50.") % {"place": place, "name": name}
        )
    return value


def _day(data: dict[str, Any], name: str, place: str) -> str:
    value = data[name]
    if not is_day(value):
        raise InvalidDefinition(
            _("In %(place)s: “%(name)s” is a day such as 2026-09-01, today or today+14d.")
            % {"place": place, "name": name}
        )
    return str(value)


def _names(data: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = data[name]
    if (
        not isinstance(value, list)
        or len(value) > 20
        or not all(isinstance(item, str) and len(item) <= 40 for item in value)
    ):
        raise InvalidDefinition(
            _("In %(place)s: “%(name)s” is a list of short texts.") % {"place": place, "name": name}
        )
    return tuple(value)


READERS: dict[str, Callable[[dict[str, Any], str, str], Any]] = {
    "whole": _whole,
    "number": _number,
    "amount": _amount,
    "day": _day,
    "text": _localized,
    "name": _text,
    "names": _names,
    "flag": lambda data, name, place: _flag(data, name, False, place),
}
