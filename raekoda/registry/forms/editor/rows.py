"""Rows that are added, removed and put in order by plain buttons: choices, columns, parts of a fee, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms

from raekoda.platform.core.numbers import whole

MOST_ROWS = 300
BUTTONS = ("_more", "_less", "_up")


class RowForm(forms.Form):
    """A row; blank ones are left out when read."""

    deciding: tuple[str, ...] = ()
    """Names of the fields of which at least one is filled in a row that is not blank."""

    @property
    def is_blank(self) -> bool:
        for name in self.deciding:
            value = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if any(value) if isinstance(value, list) else value:
                return False
        return True


class Rows:
    """Row forms under one prefix. The hidden input ``<prefix>-order`` tells which there are and in which order."""

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
            numbers = _pressed(_numbers(data[f"{prefix}-order"]), prefix, data)
            self.forms = [make(data, prefix=f"{prefix}-{number}", initial={}) for number in numbers]
        else:
            given = [*initial, *({} for _number in range(blank))]
            numbers = list(range(len(given)))
            self.forms = [make(prefix=f"{prefix}-{number}", initial=row) for number, row in enumerate(given)]
        self.order = " ".join(map(str, numbers))
        self.rows = list(zip(numbers, self.forms, strict=True))

    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.is_bound and not form.is_blank]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.filled]
        return all(valid)

    def cleaned(self) -> list[dict[str, Any]]:
        """The rows that are filled in, in their order."""
        return [form.cleaned_data for form in self.filled]


class EveryError:
    """Forms and rows as one, for the summary of errors at the head of a page."""

    def __init__(self, form: forms.Form, rows: Iterable[Rows]) -> None:
        self.form, self.rows = form, list(rows)

    def __iter__(self) -> Iterator[Any]:
        yield from self.form
        for rows in self.rows:
            for row in rows.filled:
                yield from row

    def non_field_errors(self) -> Any:
        return self.form.non_field_errors()


def is_pressed(data: Any) -> bool:
    """Whether only a row was added, removed or moved: nothing is to be kept yet."""
    return any(name in data for name in BUTTONS)


def _numbers(text: Any) -> list[int]:
    numbers = [int(part) for part in str(text).split() if part.isascii() and part.isdigit() and len(part) < 6]
    return list(dict.fromkeys(numbers))[:MOST_ROWS]


def _pressed(numbers: list[int], prefix: str, data: Any) -> list[int]:
    """The rows after the button that was pressed."""
    if data.get("_more") == prefix and len(numbers) < MOST_ROWS:
        return [*numbers, max(numbers, default=-1) + 1]
    for name in ("_less", "_up"):
        which, _colon, number = str(data.get(name, "")).partition(":")
        if which != prefix or whole(number) not in numbers:
            continue
        place = numbers.index(int(number))
        if name == "_less":
            return [each for each in numbers if each != int(number)]
        if place > 0:
            numbers[place - 1], numbers[place] = numbers[place], numbers[place - 1]
    return numbers
