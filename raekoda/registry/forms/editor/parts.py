"""Rows of the editor for parts of a question: choices, columns of a table, lines of a fee."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raekoda.registry.forms.conditions import Condition
from raekoda.registry.forms.definition import Choice, FeeLine, Field
from raekoda.registry.forms.editing import key_for
from raekoda.registry.forms.editor.conditions import Choices, ComparisonRow, initial, options
from raekoda.registry.forms.editor.inputs import TextsField
from raekoda.registry.forms.editor.rows import RowForm, Rows
from raekoda.registry.forms.kinds import KINDS

MULTIPLIERS = ("number", "table", "choices", "file")
OFFERED_COLUMNS = [name for name, kind in KINDS.items() if kind.in_tables and name != "choice"]


class ChoiceRow(RowForm):
    key_fields = ("label",)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    label = TextsField(label=_("Answer"), required=True, max_length=300)


class ColumnRow(RowForm):
    key_fields = ("label",)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    label = TextsField(label=_("Column"), required=True, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of answer"))
    required = forms.BooleanField(label=_("Has to be answered"), required=False)

    def __init__(self, *args: Any, others: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [*OFFERED_COLUMNS, *(kind for kind in others.values() if kind not in OFFERED_COLUMNS)]
        self.fields["kind"].choices = [(name, KINDS[name].label) for name in dict.fromkeys(names)]  # type: ignore[attr-defined]
        self.fields["required"].hide_optional = True  # type: ignore[attr-defined]


class LineRow(ComparisonRow):
    key_fields = ("amount",)
    label = TextsField(label=_("Name of the part"), max_length=200)
    amount = forms.DecimalField(
        label=_("Amount, euros"), min_value=0, max_digits=9, decimal_places=2, localize=True,
        widget=forms.TextInput({"inputmode": "decimal", "class": "rk-short"}),
    )  # fmt: skip
    times = forms.ChoiceField(label=_("for each"), required=False)
    field_order = ("label", "amount", "times", "what", "value")

    def __init__(self, *args: Any, multipliers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].label = _("Only if")
        self.fields["times"].choices = [("", _("once")), *multipliers]  # type: ignore[attr-defined]
        self.fields["times"].hide_optional = True  # type: ignore[attr-defined]


def choice_rows(field: Field, data: Any) -> Rows:
    initial_rows = [{"key": choice.key, "label": choice.label} for choice in field.choices]
    return Rows("choices", ChoiceRow, initial_rows, data, blank=1 if initial_rows else 3)


def read_choices(rows: Rows) -> tuple[Choice, ...]:
    """The choices; existing ones keep their keys, new ones get a key from their text."""
    filled_rows = rows.cleaned()
    used = [row["key"] for row in filled_rows if row["key"]]
    found = []
    for row in filled_rows:
        key = row["key"] or key_for(row["label"].et, used, "answer")
        used.append(key)
        found.append(Choice(key, row["label"]))
    return tuple(found)


def column_rows(field: Field, data: Any) -> Rows:
    others = {column.key: column.kind for column in field.columns}
    initial_rows = [
        {"key": column.key, "label": column.label, "kind": column.kind, "required": column.required}
        for column in field.columns
    ]

    def make(*args: Any, **settings: Any) -> ColumnRow:
        return ColumnRow(*args, others=others, **settings)

    return Rows("columns", make, initial_rows, data, blank=1 if initial_rows else 2)


def read_columns(rows: Rows, edited: Field) -> tuple[Field, ...]:
    """The columns; existing ones keep their keys and, if the kind did not change, their other settings."""
    before = {column.key: column for column in edited.columns}
    filled_rows = rows.cleaned()
    used = [row["key"] for row in filled_rows if row["key"]]
    found = []
    for row in filled_rows:
        key = row["key"] or key_for(row["label"].et, used, "column")
        used.append(key)
        old = before.get(key)
        column = old if old is not None and old.kind == row["kind"] else Field(key, row["kind"])
        found.append(replace(column, label=row["label"], required=row["required"]))
    return tuple(found)


def line_rows(field: Field, before: list[Field], data: Any) -> Rows:
    conditions = [comparison for line in field.lines for comparison in line.when or ()]
    choices = options(before, conditions)
    known = {other.key: other for other in before}
    multipliers = [(other.key, str(other.label) or other.key) for other in before if other.kind in MULTIPLIERS]
    initial_rows = []
    for number, line in enumerate(field.lines):
        row = {"label": line.label, "amount": line.amount, "times": line.times, "number": number}
        if line.when is not None:
            row |= initial(line.when.comparisons[0], choices)
        initial_rows.append(row)

    def make(*args: Any, **settings: Any) -> LineRow:
        return LineRow(*args, fields=known, choices=choices, multipliers=multipliers, **settings)

    return Rows("lines", make, initial_rows, data)


def read_lines(rows: Rows, edited: Field) -> tuple[FeeLine, ...]:
    """The fee lines. An imported condition with several comparisons is preserved when its first one was not changed."""
    found = []
    for row in rows.cleaned():
        comparison = row.get("comparison")
        stored = [line.when for line in edited.lines if line.when and line.when.comparisons[0] == comparison]
        when = (stored[0] if stored else Condition((comparison,))) if comparison else None
        found.append(FeeLine(f"{row['amount']:.2f}", row["times"], when, row["label"]))
    return tuple(found)
