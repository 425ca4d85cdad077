"""Rows that are added, removed and reordered by submit buttons: choices, columns, fee lines, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms

from raekoda.platform.core.numbers import whole

MAX_ROWS = 300
BUTTONS = ("_more", "_less", "_up")


class RowForm(forms.Form):
    """A row; blank ones are ignored."""

    key_fields: tuple[str, ...] = ()
    """Names of fields; a row is blank when all of them are empty."""

    @property
    def is_blank(self) -> bool:
        for name in self.key_fields:
            value = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if any(value) if isinstance(value, list) else value:
                return False
        return True


class Rows:
    """Row forms under one prefix. The hidden input ``<prefix>-order`` lists their numbers in order."""

    def __init__(
        self,
        prefix: str,
        make: Callable[..., RowForm],
        initial: Iterable[dict[str, Any]],
        data: Any = None,
        blank: int = 1,
    ) -> None:
        self.prefix, self.data = prefix, data
        if data is not None and f"{prefix}-order" in data:
            numbers = _apply_row_action(_numbers(data[f"{prefix}-order"]), prefix, data)
            self.forms = [make(data, prefix=f"{prefix}-{number}", initial={}) for number in numbers]
        else:
            initial_rows = [*initial, *({} for _number in range(blank))]
            numbers = list(range(len(initial_rows)))
            self.forms = [make(prefix=f"{prefix}-{number}", initial=row) for number, row in enumerate(initial_rows)]
        self.order = " ".join(map(str, numbers))
        self.rows = list(zip(numbers, self.forms, strict=True))

    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.is_bound and not form.is_blank]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.filled]
        return all(valid)

    def cleaned(self) -> list[dict[str, Any]]:
        """Cleaned data of the rows that are not blank, in order."""
        return [form.cleaned_data for form in self.filled]


class CombinedErrors:
    """A form and its rows combined, for the error summary of a page."""

    def __init__(self, form: forms.Form, rows: Iterable[Rows]) -> None:
        self.form, self.rows = form, list(rows)

    def __iter__(self) -> Iterator[Any]:
        yield from self.form
        for rows in self.rows:
            for row in rows.filled:
                yield from row

    def non_field_errors(self) -> Any:
        return self.form.non_field_errors()


def is_row_action(data: Any) -> bool:
    """Whether a row was added, removed or moved, so that nothing is to be saved."""
    return any(name in data for name in BUTTONS)


def _numbers(text: Any) -> list[int]:
    numbers = [int(part) for part in str(text).split() if part.isascii() and part.isdigit() and len(part) < 6]
    return list(dict.fromkeys(numbers))[:MAX_ROWS]


def _apply_row_action(numbers: list[int], prefix: str, data: Any) -> list[int]:
    """The row numbers after the action of the pressed button."""
    if data.get("_more") == prefix and len(numbers) < MAX_ROWS:
        return [*numbers, max(numbers, default=-1) + 1]
    for name in ("_less", "_up"):
        which, _colon, number = str(data.get(name, "")).partition(":")
        if which != prefix or whole(number) not in numbers:
            continue
        place = numbers.index(int(number))
        if name == "_less":
            return [item for item in numbers if item != int(number)]
        if place > 0:
            numbers[place - 1], numbers[place] = numbers[place], numbers[place - 1]
    return numbers
