"""Parsing GeoJSON, CSV and XLSX in any usual encoding, with any delimiter, with or without byte order mark. Streamed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.utils.translation import gettext as _

from raekoda.platform.core import tables
from raekoda.registry.assets.errors import InvalidFile
from raekoda.registry.assets.importing.coordinates import is_known_system
from raekoda.registry.assets.importing.features import Damaged, each_feature, named_system

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_ROWS = 500_000
SAMPLE_ROWS = 50
OTHER_BINARIES = (b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Entry:
    """One row or feature: its number in the file, its values by column, its geometry (GeoJSON only); why it cannot be used."""

    number: int
    values: dict[str, Any]
    geometry: Any = None
    problem: str = ""


@dataclass(frozen=True)
class AssetFile:
    """A file of assets that can be read repeatedly."""

    open_stream: Callable[[], BinaryIO]
    name: str
    encoding: str
    is_table: bool
    headers: list[str]
    sample: list[Entry]

    def entries(self) -> Iterator[Entry]:
        """Every row or feature. Raises :class:`InvalidFile` when the file is truncated or has too many."""
        read = _table if self.is_table else _features
        for entry in read(self.open_stream, self.encoding):
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
    if start.startswith(OTHER_BINARIES):
        raise InvalidFile(
            _("This is not a CSV, XLSX or GeoJSON file. Save a spreadsheet as XLSX, a map layer as GeoJSON.")
        )
    with open_stream() as stream:
        encoding = tables.coding_of(stream)
    beginning = start.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    is_table = not beginning.startswith(("{", "["))
    file = AssetFile(open_stream, name, encoding, is_table, [], [])
    file.sample.extend(islice(file.entries(), SAMPLE_ROWS))
    if not is_table:
        _check_system(open_stream, encoding)
    if not file.sample:
        raise InvalidFile(_("There are no assets in the file."))
    file.headers.extend(dict.fromkeys(name for entry in file.sample for name in entry.values))
    return file


def _table(open_stream: Callable[[], BinaryIO], encoding: str) -> Iterator[Entry]:
    try:
        with open_stream() as stream:
            for row in tables.read(stream, coding=encoding).rows:
                problem = str(tables.SURPLUS) if row.surplus else ""
                yield Entry(row.number, row.cells, problem=problem)
    except tables.InvalidTable as error:
        raise InvalidFile(str(error)) from error


def _features(open_stream: Callable[[], BinaryIO], encoding: str) -> Iterator[Entry]:
    count = 0
    try:
        for count, (feature, problem) in enumerate(each_feature(lambda: _text(open_stream, encoding)), 1):
            yield _entry(count, feature, problem)
    except Damaged as error:
        raise InvalidFile(
            _("The file cannot be read as GeoJSON after %(count)d features: it is damaged or breaks off.")
            % {"count": count}
        ) from error


def _text(open_stream: Callable[[], BinaryIO], encoding: str) -> TextIO:
    return io.TextIOWrapper(open_stream(), encoding=encoding, errors="replace", newline="")


def _entry(count: int, feature: Any, problem: str) -> Entry:
    if not isinstance(feature, dict):
        return Entry(count, {}, problem=problem)
    properties = feature.get("properties")
    values = dict(properties) if isinstance(properties, dict) else {}
    if "id" in feature and "id" not in values:
        values = {"id": feature["id"], **values}
    return Entry(count, values, feature.get("geometry"), problem)


def _check_system(open_stream: Callable[[], BinaryIO], encoding: str) -> None:
    """Raises :class:`InvalidFile` when the file names coordinates other than WGS 84 or L-EST97."""
    name = named_system(lambda: _text(open_stream, encoding))
    if not is_known_system(name):
        raise InvalidFile(
            _("The coordinates are in %(system)s. Save the layer in WGS 84 (EPSG:4326) or L-EST97 (EPSG:3301).")
            % {"system": name[:80]}
        )
