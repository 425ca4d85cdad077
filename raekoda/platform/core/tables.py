"""Reading tables that people make: CSV of any code page and separator, and XLSX.

The header is found under title rows and notes ("sep=;"), in a workbook on whichever sheet holds it. What is read is text as
it stands in the cell (CSV), or text, numbers and dates (XLSX); nothing is converted here.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from statistics import median_high
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.platform.core.charsets import likely_coding
from raekoda.platform.core.spreadsheets import rearm
from raekoda.platform.core.text import clean_text

ZIP = b"PK\x03\x04"
DELIMITERS = (";", ",", "\t", "|")
CHUNK = 1 << 20
MAX_CELL = 10 * 1024 * 1024
MAX_COLUMNS = 300
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
ROWS_LOOKED_AT = 60
HEADER_WITHIN = 20
FILLED_OF_HEADER = 0.7
"""The first row with this share of the cells that most rows have names the columns; title rows above it have fewer."""

SURPLUS = gettext_lazy("The row has more cells than there are columns: is a separator inside a text?")

IsHeader = Callable[[Sequence[str]], bool]
Numbered = Iterator[tuple[int, list[Any]]]


class InvalidTable(ValueError):
    """The file is not a table, or not one that can be read for certain; the message is shown to the user."""


@dataclass(frozen=True)
class Row:
    """A row under the header: its number in the file, its cells by column; ``surplus`` when it has more cells than columns."""

    number: int
    cells: dict[str, Any]
    surplus: bool = False


@dataclass(frozen=True)
class Table:
    """The columns of a file, and its rows, which are read once."""

    header: list[str]
    rows: Iterator[Row]


def read(stream: BinaryIO, is_header: IsHeader | None = None, *, coding: str = "") -> Table:
    """The table in ``stream``, which is read while the rows are. ``is_header`` knows the right row of names, if anybody does.

    ``coding`` is the code page of a CSV file if it is known. Raises :class:`InvalidTable`, also while rows are read.
    """
    start = stream.read(len(ZIP))
    stream.seek(0)
    if start == ZIP:
        return first_table(workbook(stream).values(), is_header)
    text = io.TextIOWrapper(stream, encoding=coding or coding_of(stream), errors="replace", newline="")
    return _table(_csv_rows(text), is_header)


def coding_of(stream: BinaryIO) -> str:
    """The coding of a text: by its byte order mark, UTF-8 if all of it is valid, otherwise the one that reads best."""
    decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    sample = chunk = stream.read(CHUNK)
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        sample, is_utf8 = sample + chunk, False
    stream.seek(0)
    return likely_coding(sample, is_utf8=is_utf8)


def workbook(stream: BinaryIO) -> dict[str, Numbered]:
    """The filled rows of each sheet of an XLSX file, with their numbers. Raises :class:`InvalidTable`."""
    import openpyxl

    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise InvalidTable(_("The workbook is too large when unpacked."))
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        return {sheet.title: _sheet_rows(sheet) for sheet in book.worksheets}
    except InvalidTable:
        raise
    except Exception as error:  # openpyxl raises exceptions of many kinds for broken files
        raise InvalidTable(_("The workbook cannot be read.")) from error


def names(row: Sequence[Any]) -> list[str]:
    """Names of columns as compared: cleaned, in one line."""
    return [" ".join(clean_text("" if cell is None else cell).split()) for cell in row]


def delimiter_of(text: str) -> str:
    """The delimiter by which most rows of a sample have the same number of cells, quoted ones counted as one."""
    return max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # it is raised again when the rows are read
        widths.update(len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    del widths[0], widths[1]
    width, rows = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return rows, width


def _csv_rows(text: io.TextIOWrapper) -> Numbered:
    csv.field_size_limit(MAX_CELL)
    lines = list(islice(text, ROWS_LOOKED_AT))
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    said = lines[0].strip().strip('"').lower() if lines else ""
    is_said = said.startswith("sep=") and len(said) == 5
    delimiter = said[-1] if is_said else delimiter_of("".join(lines))
    if said == "sep=":  # a tab, stripped
        is_said, delimiter = True, "\t"
    reader = csv.reader(chain(lines[is_said:], text), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, 1 + is_said):
            if any(cell.strip() for cell in row):
                yield number, [rearm(cell) for cell in row]
    except csv.Error as error:
        raise InvalidTable(
            _("Line %(number)d of the table cannot be read.") % {"number": reader.line_num + 1}
        ) from error


def _sheet_rows(sheet: Any) -> Numbered:
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), 1):
            row = [_value(cell) for cell in values]
            while row and row[-1] == "":
                row.pop()
            if row:
                yield number, row
    except Exception as error:  # openpyxl raises exceptions of many kinds for broken files
        raise InvalidTable(_("The workbook cannot be read.")) from error


def _value(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, (bool, int, float)) else str(cell)


def first_table(sheets: Iterable[Numbered], is_header: IsHeader | None = None) -> Table:
    """The table of the first sheet that has one; if ``is_header`` knows the right header, of the first sheet with that.

    Raises :class:`InvalidTable`.
    """
    problem: InvalidTable | None = None
    for rows in sheets:
        try:
            return _table(rows, is_header)
        except InvalidTable as error:
            problem = problem or error
    raise problem or InvalidTable(_("There is no table in the file."))


def _table(rows: Numbered, is_header: IsHeader | None) -> Table:
    first = list(islice(rows, ROWS_LOOKED_AT))
    place = _header_place([row for _number, row in first], is_header)
    header = names(first[place][1])
    _check(header)
    return Table(header, _under(header, chain(first[place + 1 :], rows)))


def _header_place(rows: list[list[Any]], is_header: IsHeader | None) -> int:
    """Where the row of names is among the first rows. Raises :class:`InvalidTable`."""
    if is_header:
        found = next((place for place, row in enumerate(rows[:HEADER_WITHIN]) if is_header(names(row))), None)
    else:
        filled = [sum(str(cell).strip() != "" for cell in row) for row in rows]
        needed = max(2, FILLED_OF_HEADER * median_high(filled or [0]))
        found = next((place for place, count in enumerate(filled[:HEADER_WITHIN]) if count >= needed), None)
    if found is None:
        raise InvalidTable(_("There is no row with the names of the columns."))
    return found


def _check(header: list[str]) -> None:
    if len(header) > MAX_COLUMNS:
        raise InvalidTable(_("The table has more than %(most)d columns.") % {"most": MAX_COLUMNS})
    counted = Counter(name.casefold() for name in header if name)
    twice = [name for name in dict.fromkeys(header) if counted[name.casefold()] > 1]
    if twice:
        raise InvalidTable(
            _("Two columns have the same name: %(names)s. Give each its own.") % {"names": ", ".join(twice[:10])}
        )


def _under(header: list[str], rows: Numbered) -> Iterator[Row]:
    for number, values in rows:
        cells = {name: value for name, value in zip(header, values, strict=False) if name}
        surplus = any(str(value).strip() for value in values[len(header) :])
        if surplus or any(str(value).strip() for value in cells.values()):
            yield Row(number, cells, surplus)
