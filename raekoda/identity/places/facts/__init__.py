"""Facts that ship with the program: the 79 municipalities of Estonia by EHAK, with the box that holds each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SOURCE = "EHAK (Maa-amet), 2018-10; codes of Kiili and Saku as renewed after their change of border"


@dataclass(frozen=True)
class MunicipalityFacts:
    """One municipality: EHAK code, name and county; ``slug`` for host names; its box in WGS 84 degrees."""

    code: str
    name: str
    county: str
    county_code: str
    slug: str
    former_codes: tuple[str, ...]
    west: float
    south: float
    east: float
    north: float


@lru_cache(maxsize=1)
def municipalities() -> tuple[MunicipalityFacts, ...]:
    """All municipalities, by code."""
    text = files(__package__).joinpath("municipalities.csv").read_text(encoding="utf-8")
    return tuple(_read(row) for row in csv.DictReader(text.splitlines()))


def _read(row: dict[str, str]) -> MunicipalityFacts:
    return MunicipalityFacts(
        code=row["code"],
        name=row["name"],
        county=row["county"],
        county_code=row["county_code"],
        slug=row["slug"],
        former_codes=tuple(row["former_codes"].split()),
        west=float(row["west"]),
        south=float(row["south"]),
        east=float(row["east"]),
        north=float(row["north"]),
    )


@lru_cache(maxsize=1)
def _by_any_code() -> dict[str, MunicipalityFacts]:
    return {code: facts for facts in municipalities() for code in (facts.code, *facts.former_codes)}


def municipality(code: str) -> MunicipalityFacts | None:
    """The municipality of this EHAK code, whether the code is in force or a former one."""
    return _by_any_code().get(code)
