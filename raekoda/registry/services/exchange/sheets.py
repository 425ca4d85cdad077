"""Writing and parsing of records as XLSX (separate sheets for services, channels, figures, legal bases) and CSV (one table;
related records are JSON in cells). Cells never become formulas."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from raekoda.platform.core.spreadsheets import disarm, rearm
from raekoda.registry.services.exchange.columns import (
    Column,
    channel_columns,
    clean_text,
    legal_columns,
    service_columns,
    year_columns,
)
from raekoda.registry.services.exchange.records import Record

if TYPE_CHECKING:
    import openpyxl

SERVICES, CHANNELS, FIGURES, ACTS, FIELDS = "teenused", "kanalid", "näitajad", "õigusaktid", "väljad"
NESTED = ("channels", "legal_bases", "form")
MAX_ROWS = 5_000
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024


class InvalidTable(ValueError):
    """The file is not a table of services; the message is shown to the user."""


@dataclass
class RawRow:
    """A parsed row: its number in the sheet of services, its cells by header, its related records."""

    number: int
    cells: dict[str, Any]
    channels: list[dict[str, Any]] | None = None
    legal_bases: list[dict[str, Any]] | None = None
    problems: list[str] = field(default_factory=list)


def write_csv(records: Iterable[Record], *, internal: bool = False) -> bytes:
    """CSV in UTF-8 with a byte order mark, one row for each service."""
    columns = _columns(internal)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(column.name for column in columns), *NESTED])
    for record in records:
        cells = [disarm(column.write(record[column.name])) for column in columns]
        writer.writerow([*cells, *(_json(record[name]) for name in NESTED)])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(records: Sequence[Record], *, internal: bool = False) -> bytes:
    """A workbook with sheets for services, channels, yearly figures, legal bases and a description of the fields."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    columns = _columns(internal)
    names = [*(column.name for column in columns), "form"]
    _sheet(book, SERVICES, names, ([*_cells(record, columns), _json(record["form"])] for record in records))
    owner = ["service", "nr"]
    _sheet(book, CHANNELS, owner + [c.name for c in channel_columns()], _channel_rows(records))
    _sheet(book, FIGURES, owner + [c.name for c in year_columns()], _figure_rows(records))
    _sheet(book, ACTS, ["service"] + [c.name for c in legal_columns()], _act_rows(records))
    _sheet(book, FIELDS, ["field", "meaning"], ([column.name, column.label] for column in columns))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, name: str) -> list[RawRow]:
    """Parse the rows of an exported XLSX or CSV file. Raises :class:`InvalidTable`."""
    if len(content) > MAX_BYTES:
        raise InvalidTable(_("The file is larger than %(most)d MB.") % {"most": MAX_BYTES // 1024 // 1024})
    rows = list(_read_xlsx(content) if content[:4] == b"PK\x03\x04" else _read_csv(content))
    if len(rows) > MAX_ROWS:
        raise InvalidTable(_("The file has more than %(most)d rows.") % {"most": MAX_ROWS})
    return rows


def _columns(internal: bool) -> list[Column]:
    return [column for column in service_columns() if internal or not column.is_internal]


def _cells(record: Record, columns: list[Column]) -> list[Any]:
    return [column.write(record[column.name]) for column in columns]


def _channel_rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    for record in records:
        for number, channel in enumerate(record["channels"], 1):
            yield [record["code"], number, *_cells(channel, channel_columns())]


def _figure_rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    for record in records:
        for number, channel in enumerate(record["channels"], 1):
            for year in channel["years"]:
                yield [record["code"], number, *_cells(year, year_columns())]


def _act_rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    for record in records:
        for act in record["legal_bases"]:
            yield [record["code"], *_cells(act, legal_columns())]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder) if value else ""


def _sheet(book: openpyxl.Workbook, title: str, names: list[str], rows: Iterable[list[Any]]) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for index, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(index)].width = 44 if name.endswith(("_et", "_en", "_ru")) else 18
    sheet.append([_cell(sheet, name, bold=True) for name in names])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    content: Any = value if isinstance(value, int | Decimal) else clean_text(value)
    cell: Any = WriteOnlyCell(sheet, value=content)
    if isinstance(value, str):
        cell.data_type = "s"  # text, even when it starts with "="
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _read_csv(content: bytes) -> Iterator[RawRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidTable(_("The file is neither XLSX nor CSV in UTF-8.")) from None
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    csv.field_size_limit(MAX_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InvalidTable(_("The CSV cannot be read: %(why)s") % {"why": error}) from None
    header = _header(rows[0] if rows else [])
    for number, row in enumerate(rows[1:], 2):
        cells = {name: rearm(value) for name, value in zip(header, row, strict=False) if name}
        if any(value.strip() for value in cells.values()):
            yield _with_nested(RawRow(number, cells))


def _with_nested(row: RawRow) -> RawRow:
    for name in ("channels", "legal_bases"):
        if name in row.cells:
            setattr(row, name, _list_of_objects(row, name))
    return row


def _list_of_objects(row: RawRow, name: str) -> list[dict[str, Any]]:
    text = row.cells.pop(name).strip()
    try:
        value = json.loads(text) if text else []
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        row.problems.append(_("%(column)s: this is no sound JSON.") % {"column": name})
        return []
    return value


def _read_xlsx(content: bytes) -> Iterator[RawRow]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise InvalidTable(_("The workbook is too large when unpacked."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {sheet.title: list(_sheet_rows(sheet)) for sheet in book.worksheets}
    except InvalidTable:
        raise
    except Exception as error:  # openpyxl raises exceptions of many kinds for broken files
        raise InvalidTable(_("The workbook cannot be read.")) from error
    main = sheets.get(SERVICES) or next(iter(sheets.values()), [])
    header = _header(main[0][1] if main else [])
    related_rows = {name: _by_service(sheets[name]) for name in (CHANNELS, FIGURES, ACTS) if name in sheets}
    for number, values in main[1:]:
        row = RawRow(number, _by_header(header, values))
        _attach_related(row, related_rows)
        yield row


def _attach_related(row: RawRow, related_rows: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    code = clean_text(row.cells.get("code"))
    if CHANNELS in related_rows:
        row.channels = related_rows[CHANNELS].get(code, [])
        figures = related_rows.get(FIGURES, {}).get(code, [])
        for position, channel in enumerate(row.channels, 1):
            number = clean_text(channel.get("nr")) or str(position)
            channel["years"] = [year for year in figures if clean_text(year.get("nr")) == number]
    if ACTS in related_rows:
        row.legal_bases = related_rows[ACTS].get(code, [])


def _by_service(rows: list[tuple[int, list[Any]]]) -> dict[str, list[dict[str, Any]]]:
    header = [clean_text(name) for name in rows[0][1]] if rows else []
    found: dict[str, list[dict[str, Any]]] = {}
    for _number, values in rows[1:]:
        cells = _by_header(header, values)
        found.setdefault(clean_text(cells.get("service")), []).append(cells)
    return found


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_row=MAX_ROWS * 20, max_col=200), 1):
        if any(value not in (None, "") for value in values):
            yield number, list(values)


def _by_header(header: list[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: _as_text(value) for name, value in zip(header, values, strict=False) if name}


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "jah" if value else "ei"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else value


def _header(values: Sequence[Any]) -> list[str]:
    names = [clean_text(value) for value in values]
    known = {column.name for column in service_columns()} | set(NESTED)
    unknown = [name for name in names if name and name not in known]
    if "code" not in names:
        raise InvalidTable(_("The first row must hold the names of the columns, among them “code”."))
    if unknown:
        raise InvalidTable(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown[:10])})
    return names
