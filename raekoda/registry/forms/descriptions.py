"""Conditions as text for officials: “Do you apply for a child?” is “Yes”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.registry.forms.conditions import Comparison, Condition
from raekoda.registry.forms.definition import Field
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.texts import LocalizedText

OPERATOR_LABELS: dict[str, Callable[[], str]] = {
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

RELATIVE_DAY_LABELS = {
    "+d": gettext_lazy("days after today"),
    "-d": gettext_lazy("days before today"),
    "+m": gettext_lazy("months after today"),
    "-m": gettext_lazy("months before today"),
    "+y": gettext_lazy("years after today"),
    "-y": gettext_lazy("years before today"),
}


def operator_label(op: str) -> str:
    """The label of a comparison operator."""
    return OPERATOR_LABELS[op]()


def describe_condition(condition: Condition | None, fields: Mapping[str, Field]) -> str:
    """The whole condition as text; "" when there is none."""
    if condition is None:
        return ""
    conjunction = _(" and ") if condition.join == "all" else _(" or ")
    return conjunction.join(describe_comparison(comparison, fields) for comparison in condition)


def describe_comparison(comparison: Comparison, fields: Mapping[str, Field]) -> str:
    """One comparison as text."""
    field = fields.get(comparison.field)
    name = str(field.label) if field and field.label else comparison.field
    return f"{quoted(name)} {describe_operation(comparison, field)}"


def describe_operation(comparison: Comparison, field: Field | None) -> str:
    """The operator and the values of a comparison as text."""
    if comparison.op in ("empty", "filled"):
        return operator_label(comparison.op)
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    return f"{operator_label(comparison.op)} {', '.join(quoted(describe_value(value, field)) for value in values)}"


def describe_value(value: Any, field: Field | None) -> str:
    """A value with which an answer to ``field`` is compared, as text."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field is None:
        return str(value)
    if field.choices:
        return next((str(choice.label) for choice in field.choices if choice.key == value), str(value))
    if field.kind == "date" and str(value).startswith("today"):
        return describe_relative_day(str(value))
    return KINDS[field.kind].display(field, value)


def describe_relative_day(text: str) -> str:
    """“today+14d” as text."""
    if text == "today":
        return _("today")
    return f"{text[6:-1]} {RELATIVE_DAY_LABELS[text[5] + text[-1]]}"


def join_languages(text: LocalizedText) -> str:
    """A text in all its languages, for comparing."""
    return " · ".join(f"{language}: {value}" for language, value in text.as_json().items())


def quoted(text: str) -> str:
    """A text in the quotation marks of the language."""
    return _("“%(text)s”") % {"text": text}
