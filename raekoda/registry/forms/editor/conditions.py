"""Conditions selected from lists of earlier questions and comparisons of their answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.registry.forms import descriptions
from raekoda.registry.forms.conditions import Comparison, Condition
from raekoda.registry.forms.days import is_day
from raekoda.registry.forms.definition import Definition, Field
from raekoda.registry.forms.editor.inputs import normalise_day
from raekoda.registry.forms.editor.rows import RowForm, Rows
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.numbers import ORDERED, typed_number

JOINS = [("all", gettext_lazy("all of these are true")), ("any", gettext_lazy("at least one of these is true"))]
WITH_VALUE = ("equals", "not_equals", "greater", "at_least", "less", "at_most")
MAX_NAME_LENGTH = 60
Choices = list[tuple[str, Any]]


def earlier_fields(definition: Definition, step_key: str, field_key: str = "") -> list[Field]:
    """The fields before ``field_key``; when it is empty, all fields up to the end of the step."""
    found: list[Field] = []
    for step in definition.steps:
        for field in step.fields:
            if field.key == field_key:
                return found
            found.append(field)
        if step.key == step_key and not field_key:
            return found
    return found


def fields_before_step(definition: Definition, step_key: str) -> list[Field]:
    """The fields of the steps before ``step_key``; of all steps when it is new."""
    found: list[Field] = []
    for step in definition.steps:
        if step.key == step_key:
            return found
        found += step.fields
    return found


def options(fields: Iterable[Field], stored: Iterable[Comparison] = ()) -> Choices:
    """Options grouped by question; the stored comparisons are included, so that imported ones are preserved."""
    groups: Choices = [("", "–")]
    held = list(stored)
    for field in fields:
        offered = dict(_options_of(field))
        for comparison in held:
            if comparison.field == field.key and not _offered(comparison, offered):
                offered[_whole(comparison)] = descriptions.describe_operation(comparison, field)
        if offered:
            name = str(field.label) or field.key
            question = descriptions.quoted(Truncator(name).chars(MAX_NAME_LENGTH))
            groups.append((name, [(code, f"{question} {words}") for code, words in offered.items()]))
    return groups


def _options_of(field: Field) -> Iterator[tuple[str, str]]:
    operators = KINDS[field.kind].operators
    if field.kind == "yes_no":
        yield _known(field, "equals", True), f"{descriptions.operator_label('equals')} {descriptions.quoted(_('Yes'))}"
        yield _known(field, "equals", False), f"{descriptions.operator_label('equals')} {descriptions.quoted(_('No'))}"
    for choice in field.choices:
        op = "contains" if "contains" in operators else "equals"
        yield (
            _known(field, op, choice.key),
            f"{descriptions.operator_label(op)} {descriptions.quoted(str(choice.label))}",
        )
    if operators is ORDERED or field.kind in ("text",):
        for op in (op for op in operators if op in WITH_VALUE):
            yield json.dumps([field.key, op]), f"{descriptions.operator_label(op)} …"
    for op in (op for op in operators if op in ("filled", "empty")):
        yield json.dumps([field.key, op]), descriptions.operator_label(op)


class ComparisonRow(RowForm):
    """A comparison: a question with an operator, and the value if one is needed."""

    key_fields = ("what",)
    what = forms.ChoiceField(label=gettext_lazy("Condition"), required=False)
    value = forms.CharField(
        label=gettext_lazy("With what it is compared"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A number, a text, or a day: 24.02.2026, today, today-18y."),
    )

    def __init__(self, *args: Any, fields: dict[str, Field], choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = fields
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.fields["what"].hide_optional = self.fields["value"].hide_optional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Adds ``comparison``."""
        what = self.cleaned_data.get("what")
        if what:
            self.cleaned_data["comparison"] = self._comparison(json.loads(what))
        return self.cleaned_data

    def _comparison(self, code: list[Any]) -> Comparison | None:
        key, op, *value = code
        if value:
            return Comparison(key, op, tuple(value[0]) if isinstance(value[0], list) else value[0])
        if op in ("filled", "empty"):
            return Comparison(key, op)
        try:
            return Comparison(key, op, compared_value(self.known[key], self.cleaned_data.get("value", "")))
        except ValidationError as error:
            self.add_error("value", error)
            return None


def compared_value(field: Field, text: str) -> Any:
    """The typed value in the stored form of an answer to ``field``. Raises ``ValidationError``."""
    typed = text.strip()
    if not typed:
        raise ValidationError(_("Please write with what the answer is compared."))
    if field.kind == "date":
        if not is_day(normalise_day(typed)):
            raise ValidationError(_("Please write a day like 24.02.2026, today or today-18y."))
        return normalise_day(typed)
    if KINDS[field.kind].operators is not ORDERED:
        return typed
    found = typed_number(typed, is_whole=not (field.get("decimals") or field.kind in ("money", "fee")))
    if found is None:
        raise ValidationError(_("Please write a number in digits."))
    if field.kind in ("money", "fee"):
        return f"{found:.2f}"
    return int(found) if found == int(found) else float(found)


def comparison_rows(prefix: str, condition: Condition | None, fields: list[Field], data: Any = None) -> Rows:
    """Rows for the comparisons of ``condition``."""
    stored = list(condition or ())
    choices, known = options(fields, stored), {field.key: field for field in fields}

    def make(*args: Any, **settings: Any) -> ComparisonRow:
        return ComparisonRow(*args, fields=known, choices=choices, **settings)

    return Rows(prefix, make, [initial(comparison, choices) for comparison in stored], data)


def initial(comparison: Comparison, choices: Choices) -> dict[str, Any]:
    """The initial values of the row of a stored comparison."""
    offered = [code for _label, group in choices if isinstance(group, list) for code, _words in group]
    code = _offered(comparison, offered) or _whole(comparison)
    is_typed = len(json.loads(code)) == 2 and comparison.op in WITH_VALUE
    return {"what": code, "value": comparison.value if is_typed else ""}


def read_condition(rows: Rows, join: str) -> Condition | None:
    """The condition from valid rows."""
    found = tuple(row["comparison"] for row in rows.cleaned() if row.get("comparison"))
    return Condition(found, join if join in ("all", "any") else "all") if found else None


def _known(field: Field, op: str, value: Any) -> str:
    return json.dumps([field.key, op, value])


def _whole(comparison: Comparison) -> str:
    value = list(comparison.value) if isinstance(comparison.value, tuple) else comparison.value
    return json.dumps([comparison.field, comparison.op, value])


def _offered(comparison: Comparison, codes: Iterable[str]) -> str:
    """The code among ``codes`` for ``comparison``, with its value or without; "" when there is none."""
    whole, short = _whole(comparison), json.dumps([comparison.field, comparison.op])
    return next((code for code in (whole, short) if code in set(codes)), "")
