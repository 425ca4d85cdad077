"""Writing CSV and XLSX files of which no spreadsheet program runs a cell as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from raekoda.platform.core.text import clean_text

if TYPE_CHECKING:
    import openpyxl

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
Row = TypeVar("Row")


class _Line:
    """A file for ``csv.writer`` that returns each line instead of writing it."""

    def write(self, text: str) -> str:
        return text


def lines_for_people(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV as the spreadsheet programs of Estonia open it: semicolons, decimal commas, a byte order mark. One line a row."""
    return _lines((map(_with_comma, map(cell, row)) for row in rows), ";")


def lines_of_data(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV as programs read it (RFC 4180): commas, decimal points, a byte order mark; read back by :mod:`.tables`."""
    return _lines((map(disarm, row) for row in rows), ",")


def _lines(rows: Iterable[Iterable[Any]], delimiter: str) -> Iterator[str]:
    writer, mark = csv.writer(_Line(), delimiter=delimiter, lineterminator="\r\n"), BYTE_ORDER_MARK
    for row in rows:
        yield mark + writer.writerow(row)
        mark = ""


def _with_comma(value: Any) -> Any:
    return str(value).replace(".", ",") if isinstance(value, (float, Decimal)) else value


def workbook(sheets: Iterable[tuple[str, Iterable[Iterable[Any]]]]) -> bytes:
    """XLSX of named sheets, the first row of each in bold and fixed; texts stay texts, numbers numbers."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets:
        _sheet(book, title, iter(rows))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: openpyxl.Workbook, title: str, rows: Iterator[Iterable[Any]]) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    header = [str(name) for name in next(rows, [])]
    for index, name in enumerate(header, 1):
        is_wide = name.endswith(("_et", "_en", "_ru"))
        sheet.column_dimensions[get_column_letter(index)].width = 44 if is_wide else 18
    sheet.append([_cell(sheet, name, is_bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, *, is_bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    is_number = isinstance(value, (int, float, Decimal))
    written: Any = WriteOnlyCell(sheet, value=value if is_number else clean_text("" if value is None else value))
    if not is_number:
        written.data_type = "s"  # text, even when it starts with "="
    written.alignment = Alignment(vertical="top", wrap_text=True)
    if is_bold:
        written.font = Font(bold=True)
    return written


def cell(value: Any) -> Any:
    """A value for a file that people read: numbers and ``None`` as they are, text that would be a formula after an
    apostrophe."""
    if value is None or isinstance(value, (int, float, Decimal)):
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
