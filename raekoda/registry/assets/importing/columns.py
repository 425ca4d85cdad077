"""Mapping of a file's columns: guessed from names and values, confirmed by a person. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import permutations

from raekoda.platform.core.numbers import readings
from raekoda.platform.core.text import normalize_text
from raekoda.registry.assets.importing.coordinates import InvalidLocation, detect_pair

NAMES = {
    "id": ("id", "kood", "code", "objectid", "object_id", "globalid", "external_id", "tunnus", "identifier", "asset_id",
           "inventarinumber", "inv_nr", "fid", "gid", "oid", "osm_id", "@id", "nr", "number"),
    "label": ("name", "nimi", "nimetus", "label", "title", "pealkiri", "objekti_nimi", "objekt"),
    "address": ("address", "aadress", "taisaadress", "lahiaadress", "pikkaadress", "asukoht", "location"),
    "x": ("lon", "long", "lng", "longitude", "pikkuskraad", "viitepunkt_l", "x", "viitepunkt_x", "x_koordinaat", "koord_x",
          "east", "easting", "e"),
    "y": ("lat", "latitude", "laiuskraad", "viitepunkt_b", "y", "viitepunkt_y", "y_koordinaat", "koord_y", "north",
          "northing", "n"),
}  # fmt: skip
THRESHOLD = 0.8


@dataclass(frozen=True)
class Columns:
    """The columns of identifier, name, address and, in a table, of the two coordinates; "" for none."""

    id: str = ""
    label: str = ""
    address: str = ""
    x: str = ""
    y: str = ""

    @classmethod
    def of(cls, choices: Mapping[str, object], headers: Sequence[str]) -> Columns:
        """From stored or submitted choices; a column missing from the file counts as none."""
        requested = {field.name: str(choices.get(field.name) or "") for field in fields(cls)}
        return cls(**{name: column if column in headers else "" for name, column in requested.items()})

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def guess(headers: Sequence[str], rows: Sequence[Mapping[str, str]], *, is_table: bool) -> Columns:
    """The likely columns by their names, coordinates also by the values of the first ``rows``."""
    found = {
        field: _named(headers, names)
        for field, names in NAMES.items()
        if is_table or field in ("id", "label", "address")
    }
    if is_table and not _are_places(rows, found["x"], found["y"]):
        found["x"], found["y"] = _looking_like_places(headers, rows)
    if found["id"] and len({row.get(found["id"], "") for row in rows}) < THRESHOLD * len(rows):
        found["id"] = ""
    return Columns(**found)


def _named(headers: Sequence[str], names: Sequence[str]) -> str:
    folded = {normalize_text(header).strip().replace(" ", "_"): header for header in reversed(headers)}
    return next((folded[name] for name in names if name in folded), "")


def _are_places(rows: Sequence[Mapping[str, str]], x: str, y: str) -> bool:
    """Whether most rows have values in these two columns and nearly all of them are coordinates."""
    if not x or not y or x == y:
        return False
    pairs = [(row.get(x, ""), row.get(y, "")) for row in rows]
    filled = [pair for pair in pairs if all(value.strip() for value in pair)]
    return len(filled) * 2 >= len(pairs) > 0 and sum(map(_is_place, filled)) >= THRESHOLD * len(filled)


def _is_place(pair: tuple[str, str]) -> bool:
    try:
        detect_pair(*pair)
    except InvalidLocation:
        return False
    return True


def _looking_like_places(headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    numeric = [header for header in headers if any(readings(row.get(header, "")) for row in rows)]
    return next(((x, y) for x, y in permutations(numeric, 2) if _are_places(rows, x, y)), ("", ""))
