"""Conversion of one row of a file to an asset's values, or to an error."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from raekoda.platform.core.fields import Point
from raekoda.platform.core.text import normalize_text
from raekoda.registry.assets.importing.columns import Columns
from raekoda.registry.assets.importing.coordinates import (
    CoordinateFormat,
    InvalidLocation,
    Location,
    locate_geometry,
    locate_pair,
)
from raekoda.registry.assets.importing.files import Entry
from raekoda.registry.assets.models import MAX_ADDRESS_LENGTH, MAX_ID_LENGTH, MAX_LABEL_LENGTH

MAX_VALUE_LENGTH = 500
Scalar = str | int | float | bool


@dataclass(frozen=True)
class Record:
    """An asset's values from a file."""

    number: int
    external_id: str
    label: str
    address: str
    point: Point
    geometry: dict[str, Any] | None
    attributes: dict[str, Scalar]
    coordinate_format: CoordinateFormat

    @property
    def search_text(self) -> str:
        """Searchable text: name, address and identifier without diacritics."""
        return normalize_text(f"{self.label} {self.address} {self.external_id}")[:600]


@dataclass(frozen=True)
class RowError:
    """A row that cannot be imported, and why; with its ``external_id`` if that could be read."""

    number: int
    message: str
    external_id: str = ""


@dataclass
class Reader:
    """Converts rows to records; ``codes`` are the attributes of the layer."""

    columns: Columns
    codes: Iterable[str]
    seen: set[str] = field(default_factory=set)

    def read(self, entry: Entry) -> Record | RowError:
        """The row's record. A repeated identifier is an error."""
        own_id = _text(entry.values.get(self.columns.id)) if self.columns.id else ""
        if len(own_id) > MAX_ID_LENGTH:
            return RowError(
                entry.number, _("The identifier is longer than %(most)d characters.") % {"most": MAX_ID_LENGTH}
            )
        if self.columns.id and not own_id:
            return RowError(entry.number, _("There is no identifier."))
        if own_id and own_id in self.seen:
            return RowError(entry.number, _("The identifier %(id)s stands in the file twice.") % {"id": own_id}, own_id)
        if own_id:
            self.seen.add(own_id)
        if entry.problem:
            return RowError(entry.number, entry.problem, own_id)
        try:
            location = self._locate(entry)
        except InvalidLocation:
            return RowError(entry.number, _("There is no place in Estonia: neither degrees nor L-EST97."), own_id)
        external_id = own_id or f"{location.point.lon:.6f},{location.point.lat:.6f}"
        if not own_id:
            if external_id in self.seen:
                return RowError(
                    entry.number, _("Another asset without an identifier stands in the same place."), external_id
                )
            self.seen.add(external_id)
        return Record(
            number=entry.number,
            external_id=external_id,
            label=_text(entry.values.get(self.columns.label))[:MAX_LABEL_LENGTH],
            address=_text(entry.values.get(self.columns.address))[:MAX_ADDRESS_LENGTH],
            point=location.point,
            geometry=location.geometry,
            attributes=self._attributes(entry),
            coordinate_format=location.coordinate_format,
        )

    def _locate(self, entry: Entry) -> Location:
        if entry.geometry is not None or not self.columns.x:
            return locate_geometry(entry.geometry)
        return locate_pair(_text(entry.values.get(self.columns.x)), _text(entry.values.get(self.columns.y)))

    def _attributes(self, entry: Entry) -> dict[str, Scalar]:
        folded = {str(name).casefold(): value for name, value in entry.values.items()}
        found = ((code, _scalar(folded.get(code.casefold()))) for code in self.codes)
        return {code: value for code, value in found if value is not None and value != ""}


def _text(value: Any) -> str:
    """One line of text: NFC, no control characters, "7" for the number 7.0."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in str(value))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _scalar(value: Any) -> Scalar | None:
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        value = ", ".join(filter(None, map(_text, value)))
    return _text(value)[:MAX_VALUE_LENGTH]
