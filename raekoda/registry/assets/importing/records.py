"""One row of a file as an asset: cleaned, placed, cut down to what the layer keeps; or words that say why it cannot be."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from raekoda.platform.core.fields import Point
from raekoda.platform.core.text import plain_letters
from raekoda.registry.assets.importing.columns import Columns
from raekoda.registry.assets.importing.files import Entry
from raekoda.registry.assets.importing.placing import NoPlace, Placed, Placing, place_geometry, place_pair
from raekoda.registry.assets.models import LONGEST_ADDRESS, LONGEST_ID, LONGEST_LABEL

LONGEST_VALUE = 500
Scalar = str | int | float | bool


@dataclass(frozen=True)
class Record:
    """An asset as a file has it."""

    number: int
    external_id: str
    label: str
    address: str
    point: Point
    geometry: dict[str, Any] | None
    attributes: dict[str, Scalar]
    placing: Placing

    @property
    def search_text(self) -> str:
        """What a search compares: plain letters of name, address and identifier."""
        return plain_letters(f"{self.label} {self.address} {self.external_id}")[:600]


@dataclass(frozen=True)
class Fault:
    """A row that cannot be brought in, and why; ``external_id`` when at least that could be read."""

    number: int
    words: str
    external_id: str = ""


@dataclass
class Reader:
    """Makes records of a file's rows; ``codes`` are the attributes that the layer keeps."""

    columns: Columns
    codes: Iterable[str]
    seen: set[str] = field(default_factory=set)

    def read(self, entry: Entry) -> Record | Fault:
        """The row's asset. An identifier that came before in the file is a fault."""
        own_id = _text(entry.values.get(self.columns.id)) if self.columns.id else ""
        if len(own_id) > LONGEST_ID:
            return Fault(entry.number, _("The identifier is longer than %(most)d characters.") % {"most": LONGEST_ID})
        if self.columns.id and not own_id:
            return Fault(entry.number, _("There is no identifier."))
        if own_id and own_id in self.seen:
            return Fault(entry.number, _("The identifier %(id)s stands in the file twice.") % {"id": own_id}, own_id)
        if own_id:
            self.seen.add(own_id)
        try:
            placed = self._place(entry)
        except NoPlace:
            return Fault(entry.number, _("There is no place in Estonia: neither degrees nor L-EST97."), own_id)
        external_id = own_id or f"{placed.point.lon:.6f},{placed.point.lat:.6f}"
        if not own_id:
            if external_id in self.seen:
                return Fault(
                    entry.number, _("Another asset without an identifier stands in the same place."), external_id
                )
            self.seen.add(external_id)
        return Record(
            number=entry.number,
            external_id=external_id,
            label=_text(entry.values.get(self.columns.label))[:LONGEST_LABEL],
            address=_text(entry.values.get(self.columns.address))[:LONGEST_ADDRESS],
            point=placed.point,
            geometry=placed.geometry,
            attributes=self._attributes(entry),
            placing=placed.placing,
        )

    def _place(self, entry: Entry) -> Placed:
        if entry.geometry is not None or not self.columns.x:
            return place_geometry(entry.geometry)
        return place_pair(_text(entry.values.get(self.columns.x)), _text(entry.values.get(self.columns.y)))

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
    return _text(value)[:LONGEST_VALUE]
