"""The number of a case that people use: year of registration and key, "2026-000123"."""

from __future__ import annotations

import re
from typing import NamedTuple

NUMBER = re.compile(
    r"(?:nr\.?|#|№)?\s{0,3}(?P<year>\d{4})(?:\s{0,3}[-–/]\s{0,3}|(?P<space>\s{1,3}))(?P<key>\d{1,18})", re.I
)


class CaseNumber(NamedTuple):
    """A parsed number; a case with it may not exist."""

    year: int
    key: int


def format_number(year: int, key: int) -> str:
    """The number of the case with this key that was registered in ``year`` (Estonian time)."""
    return f"{year}-{key:06d}"


def parse_number(text: str, *, may_be_spaced: bool = False) -> CaseNumber | None:
    """A number as people type it ("nr 2026-123", "2026/000123"); ``None`` when the text is not a number.

    ``may_be_spaced`` accepts "2026 123" too, for fields that expect a number: in other texts that may be a phone number.
    """
    match = NUMBER.fullmatch(text.strip())
    if match is None or (match["space"] and not may_be_spaced):
        return None
    return CaseNumber(int(match["year"]), int(match["key"]))
