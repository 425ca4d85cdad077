"""Writing and parsing of records as XLSX (separate sheets for services, channels, figures, legal bases) and CSV (one table;
related records are JSON in cells). Cells never become formulas."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from raekoda.platform.core import tables
from raekoda.platform.core.spreadsheets import lines_of_data, workbook
from raekoda.platform.core.tables import InvalidTable
from raekoda.registry.services.exchange.columns import (
    Column,
    channel_columns,
    clean_text,
    legal_columns,
    service_columns,
    year_columns,
)
from raekoda.registry.services.exchange.records import Record

SERVICES, CHANNELS, FIGURES, ACTS, FIELDS = "teenused", "kanalid", "näitajad", "õigusaktid", "väljad"
NESTED = ("channels", "legal_bases", "form")
MAX_ROWS = 5_000
MAX_BYTES = 10 * 1024 * 1024


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
    header = [*(column.name for column in columns), *NESTED]
    rows = ([*_cells(record, columns), *(_json(record[name]) for name in NESTED)] for record in records)
    return "".join(lines_of_data(chain([header], rows))).encode()


def write_xlsx(records: Sequence[Record], *, internal: bool = False) -> bytes:
    """A workbook with sheets for services, channels, yearly figures, legal bases and a description of the fields."""
    columns = _columns(internal)
    names = [*(column.name for column in columns), "form"]
    services = ([*_cells(record, columns), _json(record["form"])] for record in records)
    owner = ["service", "nr"]
    return workbook(
        [
            (SERVICES, chain([names], services)),
            (CHANNELS, chain([owner + [c.name for c in channel_columns()]], _channel_rows(records))),
            (FIGURES, chain([owner + [c.name for c in year_columns()]], _figure_rows(records))),
            (ACTS, chain([["service"] + [c.name for c in legal_columns()]], _act_rows(records))),
            (FIELDS, chain([["field", "meaning"]], ([column.name, column.label] for column in columns))),
        ]
    )


def read(content: bytes, name: str) -> list[RawRow]:
    """Parse the rows of an exported XLSX or CSV file. Raises :class:`InvalidTable`."""
    if len(content) > MAX_BYTES:
        raise InvalidTable(_("The file is larger than %(most)d MB.") % {"most": MAX_BYTES // 1024 // 1024})
    found = _read_xlsx(content) if content[:4] == tables.ZIP else _read_csv(content)
    rows = list(islice(found, MAX_ROWS + 1))
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


def _read_csv(content: bytes) -> Iterator[RawRow]:
    table = tables.read(io.BytesIO(content), lambda names: "code" in names)
    _check_names(table.header)
    for row in table.rows:
        raw = RawRow(row.number, row.cells)
        if row.surplus:
            raw.problems.append(str(tables.SURPLUS))
        yield _with_nested(raw)


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
        row.problems.append(_("%(column)s: this is not valid JSON.") % {"column": name})
        return []
    return value


def _read_xlsx(content: bytes) -> Iterator[RawRow]:
    sheets = tables.workbook(io.BytesIO(content))
    related_rows = {name: _by_service(sheets.pop(name)) for name in (CHANNELS, FIGURES, ACTS) if name in sheets}
    main = {SERVICES: sheets[SERVICES]} if SERVICES in sheets else sheets
    table = tables.first_table(main.values(), lambda names: "code" in names)
    _check_names(table.header)
    for found in table.rows:
        row = RawRow(found.number, {name: _as_text(value) for name, value in found.cells.items()})
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


def _by_service(rows: Iterable[tuple[int, list[Any]]]) -> dict[str, list[dict[str, Any]]]:
    table = tables.first_table([iter(rows)], lambda names: "service" in names)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows:
        cells = {name: _as_text(value) for name, value in row.cells.items()}
        found.setdefault(clean_text(cells.get("service")), []).append(cells)
    return found


def _as_text(value: Any) -> Any:
    return ("jah" if value else "ei") if isinstance(value, bool) else value


def _check_names(names: Iterable[str]) -> None:
    known = {column.name for column in service_columns()} | set(NESTED)
    unknown = [name for name in names if name and name not in known]
    if unknown:
        raise InvalidTable(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown[:10])})
