"""Composite kinds: a table of rows, another person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raekoda.platform.core.numbers import whole
from raekoda.registry.forms.conditions import is_empty
from raekoda.registry.forms.definition import Field
from raekoda.registry.forms.kinds.base import Kind
from raekoda.registry.forms.kinds.choices import Choice, YesNo
from raekoda.registry.forms.kinds.codes import PersonalCode
from raekoda.registry.forms.kinds.texts import Email, Text
from raekoda.registry.forms.texts import LocalizedText

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_ROWS, MAX_ROWS = 10, 100


class CellErrors(ValidationError):
    """Errors of cells: ``cells`` has messages by row number and column key."""

    def __init__(self, messages: list[str], cells: Mapping[tuple[int, str], list[str]]) -> None:
        super().__init__(messages)
        self.cells = dict(cells)


class Composite(Kind):
    """Base of kinds whose answer is rows of cells."""

    operators = ("filled", "empty")

    def columns(self, field: Field) -> tuple[Field, ...]:
        return field.columns

    def parse_rows(self, raw: Any) -> list[dict[str, Any]]:
        """Parse the rows of ``raw``. Raises ``ValidationError``."""
        if raw in (None, ""):
            return []
        if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
            raise ValidationError(_("Please fill in the rows."))
        return raw

    def row_name(self, number: int) -> str:
        return _("Row %(number)s") % {"number": number}

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        rows, errors = [], {}
        for number, row in enumerate(self.parse_rows(raw)):
            if all(is_empty(row.get(column.key)) for column in self.columns(field)):
                continue
            cleaned, wrong = self._row(field, row, today)
            rows.append(cleaned)
            errors.update({(number, key): messages for key, messages in wrong.items()})
        if errors:
            labels = {column.key: column.label for column in self.columns(field)}
            messages_by_cell = [
                f"{self.row_name(number + 1)}, {labels[key]}: {' '.join(messages)}".removeprefix(", ")
                for (number, key), messages in errors.items()
            ]
            raise CellErrors(messages_by_cell, errors)
        return rows

    def _row(self, field: Field, row: dict[str, Any], today: date) -> tuple[dict[str, Any], dict[str, list[str]]]:
        from raekoda.registry.forms.kinds import KINDS

        cleaned: dict[str, Any] = {}
        wrong: dict[str, list[str]] = {}
        for column in self.columns(field):
            try:
                value = KINDS[column.kind].clean(column, row.get(column.key), today)
            except ValidationError as error:
                wrong[column.key] = error.messages
                continue
            if value is not None:
                cleaned[column.key] = value
            elif column.required:
                wrong[column.key] = [_("This is needed.")]
        return cleaned, wrong

    def cells(self, field: Field, row: dict[str, Any]) -> list[str]:
        """The cells of a stored row for display, in the order of the columns."""
        from raekoda.registry.forms.kinds import KINDS

        return [
            "" if is_empty(row.get(column.key)) else KINDS[column.kind].display(column, row[column.key])
            for column in self.columns(field)
        ]

    def display(self, field: Field, value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        return "\n".join(", ".join(filter(None, self.cells(field, row))) for row in value if isinstance(row, dict))

    def widget(self, field: Field) -> forms.Widget:
        return RowsInput(self, field)

    def row_schema(self, field: Field) -> dict[str, Any]:
        from raekoda.registry.forms.kinds import KINDS

        columns = self.columns(field)
        return {
            "type": "object",
            "properties": {column.key: KINDS[column.kind].schema(column) for column in columns},
            "required": [column.key for column in columns if column.required],
            "additionalProperties": False,
        }


class Table(Composite):
    """Stored as a list of objects, one for each row that is not empty."""

    name = "table"
    label = gettext_lazy("Table")
    icon = "table"
    settings = {"min_rows": "whole", "max_rows": "whole"}
    parts = ("columns",)

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        least, most = field.get("min_rows") or 0, row_limit(field)
        if len(value) < least:
            yield ngettext(
                "Please fill in at least %(count)s row.", "Please fill in at least %(count)s rows.", least
            ) % {"count": least}
        if len(value) > most:
            yield ngettext("Up to %(count)s row, please.", "Up to %(count)s rows, please.", most) % {"count": most}

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "array", "items": self.row_schema(field), "maxItems": row_limit(field)}


class Person(Composite):
    """Another person, such as a co-applicant. Stored as an object. The setting ``consent`` requests their consent."""

    name = "person"
    label = gettext_lazy("Another person")
    icon = "user-plus"
    settings = {"consent": "flag"}

    def columns(self, field: Field) -> tuple[Field, ...]:
        return PERSON

    def parse_rows(self, raw: Any) -> list[dict[str, Any]]:
        return super().parse_rows([raw] if isinstance(raw, dict) else raw)

    def row_name(self, number: int) -> str:
        return ""

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        rows = super().parse(field, raw, today)
        return rows[0] if rows else None

    def display(self, field: Field, value: Any) -> str:
        return super().display(field, [value] if isinstance(value, dict) else value)

    def to_input(self, field: Field, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    def schema(self, field: Field) -> dict[str, Any]:
        return self.row_schema(field)


PERSON = (
    Field("given_name", Text.name, LocalizedText("Eesnimi", "Given name", "Имя"), required=True),
    Field("family_name", Text.name, LocalizedText("Perekonnanimi", "Family name", "Фамилия"), required=True),
    Field("code", PersonalCode.name, LocalizedText("Isikukood", "Personal code", "Личный код"), required=True),
    Field("email", Email.name, LocalizedText("E-post", "E-mail", "Эл. почта"), required=True),
)


class RowsInput(forms.Widget):
    """Rows of inputs. Submit buttons named ``_more`` and ``_less`` add and remove rows without JavaScript."""

    template_name = "forms/widgets/rows.html"
    use_fieldset = True

    def __init__(self, kind: Composite, field: Field) -> None:
        super().__init__()
        self.kind, self.field = kind, field
        self.errors: dict[tuple[int, str], list[str]] = {}

    @property
    def is_table(self) -> bool:
        return isinstance(self.kind, Table)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        if not self.is_table:
            return [self._row(data, f"{name}-0")]
        numbers = range(min(whole(str(data.get(f"{name}-rows"))) or 0, MAX_ROWS))
        removed = str(data.get("_less", ""))
        rows = [self._row(data, f"{name}-{number}") for number in numbers if removed != f"{name}:{number}"]
        return [*rows, {}] if data.get("_more") == name else rows

    def _row(self, data: Any, prefix: str) -> dict[str, Any]:
        return {column.key: data.get(f"{prefix}-{column.key}", "") for column in self.kind.columns(self.field)}

    def first_invalid_id(self, auto_id: str) -> str:
        """The id of the first invalid input, or of the first one."""
        row, key = next(
            iter(self.errors), (0, self.kind.columns(self.field)[0].key if self.kind.columns(self.field) else "")
        )
        return f"{auto_id}-{row}-{key}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        filled = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        minimum = max(self.field.get("min_rows") or 0, 1) if self.is_table else 1
        rows = [*filled, *({} for _number in range(minimum - len(filled)))]
        auto_id = (attrs or {}).get("id") or f"id_{name}"
        context["widget"].update(
            is_table=self.is_table,
            rows=[
                {
                    "number": number,
                    "name": self.kind.row_name(number + 1),
                    "cells": self._cells(name, auto_id, number, row),
                }
                for number, row in enumerate(rows)
            ],
            count=len(rows),
            may_add=self.is_table and len(rows) < row_limit(self.field),
            may_remove=self.is_table and len(rows) > 1,
            asks_consent=bool(self.field.get("consent")),
        )
        return context

    def _cells(self, name: str, auto_id: str, number: int, row: dict[str, Any]) -> Sequence[dict[str, Any]]:
        from raekoda.registry.forms.kinds import KINDS

        cells = []
        for column in self.kind.columns(self.field):
            kind, key = KINDS[column.kind], f"{auto_id}-{number}-{column.key}"
            errors = self.errors.get((number, column.key), [])
            described = [f"{key}_error"] if errors else []
            described += [f"{key}_help"] if column.help else []
            attrs: dict[str, Any] = {"id": key, "class": "ds-input"}
            attrs |= {"aria-invalid": "true"} if errors else {}
            attrs |= {"aria-describedby": " ".join(described)} if described else {}
            widget = _cell_widget(kind, column)
            typed = kind.to_input(column, row.get(column.key))
            input_name = f"{name}-{number}-{column.key}"
            cells.append(
                {"id": key, "column": column, "errors": errors, "html": widget.render(input_name, typed, attrs)}
            )
        return cells


def _cell_widget(kind: Kind, column: Field) -> forms.Widget:
    """The widget of a column: selects instead of radio buttons, so that a row is one line."""
    widget = kind.widget(column)
    if isinstance(kind, (YesNo, Choice)) and isinstance(widget, forms.RadioSelect):
        return forms.Select(choices=[("", _("Choose")), *widget.choices])
    return widget


def row_limit(field: Field) -> int:
    return min(field.get("max_rows") or DEFAULT_ROWS, MAX_ROWS)
