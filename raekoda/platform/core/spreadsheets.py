"""Cells and lines of CSV and XLSX files that no spreadsheet program runs as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
Row = TypeVar("Row")


class Line:
    """A file for ``csv.writer`` that returns each line instead of writing it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> Any:
    """A value for a file that people read: numbers and ``None`` as they are, text that would be a formula after an
    apostrophe."""
    if value is None or isinstance(value, (int, float)):
        return value
    text = str(value)
    return f"'{text}" if _is_formula(text) else text


def disarm(value: Any) -> Any:
    """A value for a file that is read back by :func:`rearm`: text that would be a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and _needs_apostrophe(value) else value


def rearm(value: str) -> str:
    """Undo :func:`disarm`."""
    return value[1:] if value.startswith("'") and _needs_apostrophe(value[1:]) else value


def batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Rows in lists of at most ``size``."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _is_formula(text: str) -> bool:
    return text.lstrip(" ").startswith(FORMULA_STARTS)


def _needs_apostrophe(text: str) -> bool:
    return text.startswith("'") or _is_formula(text)
