"""Conditions in words for officials: “Do you apply for a child?” is “Yes”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.registry.forms.conditions import Comparison, Condition
from raekoda.registry.forms.definition import Field
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.words import Words

OPERATOR_WORDS: dict[str, Callable[[], str]] = {
    "equals": lambda: _("is"),
    "not_equals": lambda: _("is not"),
    "one_of": lambda: _("is one of"),
    "none_of": lambda: _("is none of"),
    "contains": lambda: _("contains"),
    "greater": lambda: _("is more or later than"),
    "at_least": lambda: _("is at least"),
    "less": lambda: _("is less or earlier than"),
    "at_most": lambda: _("is at most"),
    "empty": lambda: _("is not answered"),
    "filled": lambda: _("is answered"),
}

COUNTED = {
    "+d": gettext_lazy("days after today"),
    "-d": gettext_lazy("days before today"),
    "+m": gettext_lazy("months after today"),
    "-m": gettext_lazy("months before today"),
    "+y": gettext_lazy("years after today"),
    "-y": gettext_lazy("years before today"),
}


def operator(op: str) -> str:
    """A comparison in words."""
    return OPERATOR_WORDS[op]()


def condition(given: Condition | None, fields: Mapping[str, Field]) -> str:
    """The whole condition in words; "" when there is none."""
    if given is None:
        return ""
    joint = _(" and ") if given.join == "all" else _(" or ")
    return joint.join(comparison(each, fields) for each in given)


def comparison(given: Comparison, fields: Mapping[str, Field]) -> str:
    """One comparison in words."""
    field = fields.get(given.field)
    name = str(field.label) if field and field.label else given.field
    return f"{quoted(name)} {answer_words(given, field)}"


def answer_words(given: Comparison, field: Field | None) -> str:
    """What a comparison says of the answer."""
    if given.op in ("empty", "filled"):
        return operator(given.op)
    values = given.value if isinstance(given.value, tuple) else (given.value,)
    return f"{operator(given.op)} {', '.join(quoted(value(each, field)) for each in values)}"


def value(given: Any, field: Field | None) -> str:
    """A value with which an answer to ``field`` is compared."""
    if isinstance(given, bool):
        return _("Yes") if given else _("No")
    if field is None:
        return str(given)
    if field.choices:
        return next((str(choice.label) for choice in field.choices if choice.key == given), str(given))
    if field.kind == "date" and str(given).startswith("today"):
        return relative_day(str(given))
    return KINDS[field.kind].show(field, given)


def relative_day(text: str) -> str:
    """“today+14d” in words."""
    if text == "today":
        return _("today")
    return f"{text[6:-1]} {COUNTED[text[5] + text[-1]]}"


def texts(given: Words) -> str:
    """A text in every language it has, for comparing."""
    return " · ".join(f"{language}: {text}" for language, text in given.as_json().items())


def quoted(text: str) -> str:
    """A text in the quotation marks of the language."""
    return _("“%(text)s”") % {"text": text}
