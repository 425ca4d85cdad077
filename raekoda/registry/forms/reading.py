"""Reading a definition from JSON: every part has its type, nothing unknown is let through, sizes are bounded."""

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
from raekoda.registry.forms.words import LANGUAGES, Words, words

KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
CHOICE_KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")
AMOUNT = re.compile(r"^\d{1,7}(\.\d{1,2})?$")
MOST = {"steps": 40, "fields": 200, "choices": 300, "columns": 12, "lines": 40, "comparisons": 20}
LONGEST_TEXT = 5000

COMMON = {"key", "kind", "label", "help", "required", "shown_if", "required_if", "compare", "prefill", "correctable"}


class Unreadable(Exception):
    """The JSON is no definition of a form; the text says where and why, in the language of the page."""

    def __init__(self, message: str) -> None:
        super().__init__(capfirst(message))


def definition(value: Any) -> Definition:
    """The definition in ``value``. Raises :class:`Unreadable`."""
    found = _object(value, {"title", "intro", "steps"}, _("the form"))
    steps = tuple(_step(each, number) for number, each in enumerate(_list(found, "steps", _("the form")), 1))
    if sum(len(step.fields) for step in steps) > MOST["fields"]:
        raise Unreadable(_("A form may have up to %(most)s questions.") % {"most": MOST["fields"]})
    return Definition(_words(found, "title", _("the form")), _words(found, "intro", _("the form")), steps)


def _step(value: Any, number: int) -> Step:
    place = _("step %(number)s") % {"number": number}
    found = _object(value, {"key", "title", "intro", "shown_if", "fields"}, place)
    return Step(
        _key(found, place),
        _words(found, "title", place),
        _words(found, "intro", place),
        condition(found.get("shown_if"), place),
        tuple(field(each) for each in _list(found, "fields", place)),
    )


def field(value: Any, *, is_column: bool = False) -> Field:
    """One field, or a column of a table. Raises :class:`Unreadable`."""
    if not isinstance(value, dict):
        raise Unreadable(_("A question is not an object."))
    place = _("question “%(key)s”") % {"key": str(value.get("key", ""))[:40]}
    kind = kinds.KINDS.get(str(value.get("kind", "")))
    if kind is None or (is_column and not kind.in_tables):
        raise Unreadable(
            _("In %(place)s: unknown kind of answer “%(kind)s”.")
            % {"place": place, "kind": str(value.get("kind", ""))[:40]}
        )
    found = _object(value, COMMON | set(kind.settings) | set(kind.parts), place)
    return Field(
        key=_key(found, place),
        kind=kind.name,
        label=_words(found, "label", place),
        help=_words(found, "help", place),
        required=_flag(found, "required", False, place),
        shown_if=condition(found.get("shown_if"), place),
        required_if=condition(found.get("required_if"), place),
        compare=tuple(_check(each, place) for each in _list(found, "compare", place)),
        prefill=_text(found, "prefill", place, 80),
        correctable=_flag(found, "correctable", True, place),
        choices=tuple(_choice(each, place) for each in _list(found, "choices", place)),
        columns=tuple(field(each, is_column=True) for each in _list(found, "columns", place)),
        lines=tuple(_line(each, place) for each in _list(found, "lines", place)),
        settings=MappingProxyType(
            {
                name: READERS[kind.settings[name]](found, name, place)
                for name in kind.settings
                if found.get(name) not in (None, "", [], {})
            }
        ),
    )


def condition(value: Any, place: str) -> Condition | None:
    """A condition: ``{"all": [...]}``, ``{"any": [...]}`` or one comparison alone. Raises :class:`Unreadable`."""
    if value in (None, {}):
        return None
    if isinstance(value, dict) and "field" in value:
        value = {"all": [value]}
    if not isinstance(value, dict) or len(value) != 1 or not set(value) <= {"all", "any"}:
        raise Unreadable(_("In %(place)s: a condition is “all” or “any” of comparisons.") % {"place": place})
    ((join, _given),) = value.items()
    comparisons = tuple(_comparison(each, place) for each in _list(value, join, place, "comparisons"))
    return Condition(comparisons, join) if comparisons else None


def _comparison(value: Any, place: str) -> Comparison:
    found = _object(value, {"field", "op", "value"}, place)
    op, other = str(found.get("op", "")), found.get("value")
    if op not in conditions.ALL_OPERATORS:
        raise Unreadable(_("In %(place)s: unknown comparison “%(name)s”.") % {"place": place, "name": op[:40]})
    if op in conditions.WITH_LIST:
        if not isinstance(other, list) or not all(isinstance(each, (str, int, float, bool)) for each in other):
            raise Unreadable(_("In %(place)s: “is one of” needs a list of answers.") % {"place": place})
        other = tuple(other)
    elif op in conditions.WITHOUT_VALUE:
        other = None
    elif not isinstance(other, (str, int, float, bool)):
        raise Unreadable(_("In %(place)s: a comparison needs an answer to compare with.") % {"place": place})
    return Comparison(_key(found, place, "field"), op, other)


def _check(value: Any, place: str) -> FieldCheck:
    found = _object(value, {"op", "field", "message"}, place)
    op = str(found.get("op", ""))
    if op not in conditions.BETWEEN_FIELDS:
        raise Unreadable(_("In %(place)s: unknown comparison “%(name)s”.") % {"place": place, "name": op[:40]})
    return FieldCheck(op, _key(found, place, "field"), _words(found, "message", place))


def _choice(value: Any, place: str) -> Choice:
    found = _object(value, {"key", "label"}, place)
    key = found.get("key")
    if not isinstance(key, str) or not CHOICE_KEY.match(key):
        raise Unreadable(
            _("In %(place)s: the key of a choice is of letters a to z, digits, dots and dashes.") % {"place": place}
        )
    return Choice(key, _words(found, "label", place))


def _line(value: Any, place: str) -> FeeLine:
    found = _object(value, {"amount", "times", "when", "label"}, place)
    times = _key(found, place, "times") if found.get("times") else ""
    return FeeLine(
        _amount(found, "amount", place), times, condition(found.get("when"), place), _words(found, "label", place)
    )


def _object(value: Any, known: set[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(_("In %(place)s: an object was expected.") % {"place": place})
    if strange := set(value) - known:
        name = str(sorted(map(str, strange))[0])[:40]
        raise Unreadable(_("In %(place)s: “%(name)s” is not known here.") % {"place": place, "name": name})
    return value


def _list(found: dict[str, Any], name: str, place: str, size: str = "") -> list[Any]:
    value = found.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(_("In %(place)s: “%(name)s” is a list.") % {"place": place, "name": name})
    if len(value) > MOST.get(size or name, MOST["fields"]):
        raise Unreadable(_("In %(place)s: “%(name)s” has too many parts.") % {"place": place, "name": name})
    return value


def _key(found: dict[str, Any], place: str, name: str = "key") -> str:
    value = found.get(name)
    if not isinstance(value, str) or not KEY.match(value):
        raise Unreadable(
            _("In %(place)s: “%(name)s” begins with a letter and has letters a to z, digits and _ only.")
            % {"place": place, "name": name}
        )
    return value


def _words(found: dict[str, Any], name: str, place: str) -> Words:
    value = found.get(name) or {}
    if isinstance(value, str):
        value = {"et": value}
    is_right = isinstance(value, dict) and set(value) <= set(LANGUAGES)
    if not is_right or not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in value.values()):
        raise Unreadable(_("In %(place)s: “%(name)s” is a text in et, en and ru.") % {"place": place, "name": name})
    return words({language: _seen(text) for language, text in value.items()})


def _seen(text: str) -> str:
    """Without control marks, which the database would refuse and nobody sees."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _text(found: dict[str, Any], name: str, place: str, longest: int = 200) -> str:
    value = found.get(name) or ""
    if not isinstance(value, str) or len(value) > longest or _seen(value) != value:
        raise Unreadable(_("In %(place)s: “%(name)s” is a short text.") % {"place": place, "name": name})
    return value


def _flag(found: dict[str, Any], name: str, default: bool, place: str) -> bool:
    value = found.get(name, default)
    if not isinstance(value, bool):
        raise Unreadable(_("In %(place)s: “%(name)s” is true or false.") % {"place": place, "name": name})
    return value


def _whole(found: dict[str, Any], name: str, place: str) -> int:
    value = found[name]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise Unreadable(_("In %(place)s: “%(name)s” is a whole number.") % {"place": place, "name": name})
    return value


def _number(found: dict[str, Any], name: str, place: str) -> int | float:
    value = found[name]
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not Decimal(str(value)).is_finite()
        or abs(value) > 10**12
    ):
        raise Unreadable(_("In %(place)s: “%(name)s” is a number.") % {"place": place, "name": name})
    return value


def _amount(found: dict[str, Any], name: str, place: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not AMOUNT.match(value):
        raise Unreadable(
            _("In %(place)s: “%(name)s” is an amount in euros, such as 12.50.") % {"place": place, "name": name}
        )
    return value


def _day(found: dict[str, Any], name: str, place: str) -> str:
    value = found[name]
    if not is_day(value):
        raise Unreadable(
            _("In %(place)s: “%(name)s” is a day such as 2026-09-01, today or today+14d.")
            % {"place": place, "name": name}
        )
    return str(value)


def _names(found: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = found[name]
    if (
        not isinstance(value, list)
        or len(value) > 20
        or not all(isinstance(each, str) and len(each) <= 40 for each in value)
    ):
        raise Unreadable(_("In %(place)s: “%(name)s” is a list of short texts.") % {"place": place, "name": name})
    return tuple(value)


READERS: dict[str, Callable[[dict[str, Any], str, str], Any]] = {
    "whole": _whole,
    "number": _number,
    "amount": _amount,
    "day": _day,
    "words": _words,
    "name": _text,
    "names": _names,
    "flag": lambda found, name, place: _flag(found, name, False, place),
}
