"""Reading GeoJSON and CSV as they come: any usual encoding, delimiter, byte order mark. A stream: never whole in memory."""

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
from raekoda.registry.assets.errors import BadFile
from raekoda.registry.assets.importing.placing import is_known_system

LARGEST_UPLOAD = 50 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 300
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
    """A file of assets, to be gone through as often as needed."""

    opened: Callable[[], BinaryIO]
    name: str
    encoding: str
    is_table: bool
    delimiter: str
    headers: list[str]
    sample: list[Entry]

    def entries(self) -> Iterator[Entry]:
        """Every row or feature. Raises :class:`BadFile` where the file breaks off or holds too many."""
        with self.opened() as stream:
            text = io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="")
            read = _table(text, self.delimiter) if self.is_table else _features(text)
            for entry in read:
                if entry.number > MOST_ROWS:
                    raise BadFile(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
                yield entry


def from_path(path: Path) -> AssetFile:
    """A file of the disk. Raises :class:`BadFile`."""
    return look(lambda: path.open("rb"), path.name)


def from_bytes(content: bytes, name: str) -> AssetFile:
    """An uploaded file. Raises :class:`BadFile`."""
    if len(content) > LARGEST_UPLOAD:
        raise BadFile(_("The file is larger than %(most)d MB.") % {"most": LARGEST_UPLOAD // 1024 // 1024})
    return look(lambda: io.BytesIO(content), name)


def look(opened: Callable[[], BinaryIO], name: str) -> AssetFile:
    """What kind of file it is and what columns it has. Raises :class:`BadFile`."""
    with opened() as stream:
        start = stream.read(4096)
    if not start.strip():
        raise BadFile(_("The file is empty."))
    if start.startswith(ZIPPED):
        raise BadFile(_("This is not a CSV or GeoJSON file. Save a spreadsheet as CSV, a map layer as GeoJSON."))
    encoding = _encoding(opened)
    beginning = start.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    is_table = not beginning.startswith(("{", "["))
    delimiter = max(DELIMITERS, key=beginning.split("\n", 1)[0].count) if is_table else ""
    file = AssetFile(opened, name, encoding, is_table, delimiter, [], [])
    file.sample.extend(islice(file.entries(), SAMPLE_ROWS))
    if not is_table:
        _check_system(opened, encoding)
    if not file.sample:
        raise BadFile(_("There are no assets in the file."))
    file.headers.extend(dict.fromkeys(name for entry in file.sample for name in entry.values))
    return file


def _encoding(opened: Callable[[], BinaryIO]) -> str:
    """By the byte order mark, else UTF-8 if the whole file is that, else Windows-1257 (Baltic)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened() as stream:
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
        if len(headers) < 2 or len(headers) > MOST_COLUMNS:
            raise BadFile(_("The first line of a table names its columns; here it does not."))
        for count, row in enumerate(reader, 2):
            if any(cell.strip() for cell in row):
                yield Entry(count, {name: rearm(cell) for name, cell in zip(headers, row, strict=False) if name})
    except csv.Error as error:
        raise BadFile(_("Line %(number)d of the table cannot be read.") % {"number": reader.line_num + 1}) from error


class _Utf8:
    """A text stream as the bytes that the JSON reader wants."""

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
        raise BadFile(
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


def _check_system(opened: Callable[[], BinaryIO], encoding: str) -> None:
    """Raises :class:`BadFile` when the file names coordinates other than WGS 84 or L-EST97."""
    import ijson

    with opened() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        try:
            name = next(ijson.items(_Utf8(text), "crs.properties.name"), "")
        except (ijson.JSONError, ValueError, RecursionError) as error:
            raise BadFile(_("The file cannot be read as GeoJSON: it is damaged or breaks off.")) from error
    if not is_known_system(str(name or "")):
        raise BadFile(
            _("The coordinates are in %(system)s. Save the layer in WGS 84 (EPSG:4326) or L-EST97 (EPSG:3301).")
            % {"system": str(name)[:80]}
        )
