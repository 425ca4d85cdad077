"""Parsing GeoJSON and CSV in any usual encoding, with any delimiter, with or without byte order mark. Streamed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.utils.translation import gettext as _

from raekoda.platform.core.spreadsheets import rearm
from raekoda.registry.assets.errors import InvalidFile
from raekoda.registry.assets.importing.coordinates import is_known_system

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 300
SAMPLE_ROWS = 50
CHUNK = 1 << 20
DELIMITERS = (",", ";", "\t", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ZIPPED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Entry:
    """One row or feature: its number in the file, its values as text by column, its geometry (GeoJSON only)."""

    number: int
    values: dict[str, Any]
    geometry: Any = None


@dataclass(frozen=True)
class AssetFile:
    """A file of assets that can be read repeatedly."""

    open_stream: Callable[[], BinaryIO]
    name: str
    encoding: str
    is_table: bool
    delimiter: str
    headers: list[str]
    sample: list[Entry]

    def entries(self) -> Iterator[Entry]:
        """Every row or feature. Raises :class:`InvalidFile` when the file is truncated or has too many."""
        with self.open_stream() as stream:
            text = io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="")
            read = _table(text, self.delimiter) if self.is_table else _features(text)
            for entry in read:
                if entry.number > MAX_ROWS:
                    raise InvalidFile(_("The file has more than %(most)d rows.") % {"most": MAX_ROWS})
                yield entry


def from_path(path: Path) -> AssetFile:
    """A file on disk. Raises :class:`InvalidFile`."""
    return detect(lambda: path.open("rb"), path.name)


def from_bytes(content: bytes, name: str) -> AssetFile:
    """An uploaded file. Raises :class:`InvalidFile`."""
    if len(content) > MAX_UPLOAD_BYTES:
        raise InvalidFile(_("The file is larger than %(most)d MB.") % {"most": MAX_UPLOAD_BYTES // 1024 // 1024})
    return detect(lambda: io.BytesIO(content), name)


def detect(open_stream: Callable[[], BinaryIO], name: str) -> AssetFile:
    """Detect the kind, encoding and columns of a file. Raises :class:`InvalidFile`."""
    with open_stream() as stream:
        start = stream.read(4096)
    if not start.strip():
        raise InvalidFile(_("The file is empty."))
    if start.startswith(ZIPPED):
        raise InvalidFile(_("This is not a CSV or GeoJSON file. Save a spreadsheet as CSV, a map layer as GeoJSON."))
    encoding = _encoding(open_stream)
    beginning = start.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    is_table = not beginning.startswith(("{", "["))
    delimiter = max(DELIMITERS, key=beginning.split("\n", 1)[0].count) if is_table else ""
    file = AssetFile(open_stream, name, encoding, is_table, delimiter, [], [])
    file.sample.extend(islice(file.entries(), SAMPLE_ROWS))
    if not is_table:
        _check_system(open_stream, encoding)
    if not file.sample:
        raise InvalidFile(_("There are no assets in the file."))
    file.headers.extend(dict.fromkeys(name for entry in file.sample for name in entry.values))
    return file


def _encoding(open_stream: Callable[[], BinaryIO]) -> str:
    """By the byte order mark, otherwise UTF-8 if the whole file is valid, otherwise Windows-1257 (Baltic)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_stream() as stream:
        chunk = stream.read(CHUNK)
        for mark, encoding in MARKS:
            if chunk.startswith(mark):
                return encoding
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = stream.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1257"
    return "utf-8"


def _table(text: TextIO, delimiter: str) -> Iterator[Entry]:
    reader = csv.reader(text, delimiter=delimiter)
    try:
        headers = [header.strip() for header in next(reader, [])]
        if len(headers) < 2 or len(headers) > MAX_COLUMNS:
            raise InvalidFile(_("The first line of a table names its columns; here it does not."))
        for count, row in enumerate(reader, 2):
            if any(cell.strip() for cell in row):
                yield Entry(count, {name: rearm(cell) for name, cell in zip(headers, row, strict=False) if name})
    except csv.Error as error:
        raise InvalidFile(
            _("Line %(number)d of the table cannot be read.") % {"number": reader.line_num + 1}
        ) from error


class _Utf8:
    """A text stream as UTF-8 bytes for the JSON reader."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode("utf-8", errors="replace") if size else b""


def _features(text: TextIO) -> Iterator[Entry]:
    import ijson

    count = 0
    try:
        for count, feature in enumerate(ijson.items(_Utf8(text), "features.item", use_float=True), 1):
            yield _entry(count, feature)
    except (ijson.JSONError, ValueError, RecursionError, OverflowError) as error:
        raise InvalidFile(
            _("The file cannot be read as GeoJSON after %(count)d features: it is damaged or breaks off.")
            % {"count": count}
        ) from error


def _entry(count: int, feature: Any) -> Entry:
    if not isinstance(feature, dict):
        return Entry(count, {})
    properties = feature.get("properties")
    values = dict(properties) if isinstance(properties, dict) else {}
    if "id" in feature and "id" not in values:
        values = {"id": feature["id"], **values}
    return Entry(count, values, feature.get("geometry"))


def _check_system(open_stream: Callable[[], BinaryIO], encoding: str) -> None:
    """Raises :class:`InvalidFile` when the file names coordinates other than WGS 84 or L-EST97."""
    import ijson

    with open_stream() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        try:
            name = next(ijson.items(_Utf8(text), "crs.properties.name"), "")
        except (ijson.JSONError, ValueError, RecursionError) as error:
            raise InvalidFile(_("The file cannot be read as GeoJSON: it is damaged or breaks off.")) from error
    if not is_known_system(str(name or "")):
        raise InvalidFile(
            _("The coordinates are in %(system)s. Save the layer in WGS 84 (EPSG:4326) or L-EST97 (EPSG:3301).")
            % {"system": str(name)[:80]}
        )
