"""Pure rules of places: parsing and ranking of addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from raekoda.platform.core.text import normalize_text

COUNTRY_BOX = (21.5, 57.4, 28.3, 60.0)
ABBREVIATIONS = {
    "tanav": "",
    "tn": "",
    "maantee": "mnt",
    "puiestee": "pst",
    "pk": "poik",
}
NUMBER = re.compile(r"^\d+[a-z]?(/\d+[a-z]?)*$")
WORD = re.compile(r"[^\W_]+(?:/\d+[a-z]?)*", re.UNICODE)


@dataclass(frozen=True)
class WrittenAddress:
    """A typed or written address, folded: ``street`` words and the house ``number`` ("" when none)."""

    street: str
    number: str

    @property
    def folded(self) -> str:
        return f"{self.street} {self.number}".strip()


def read_address(text: str) -> WrittenAddress:
    """Fold an address: plain letters, the usual short forms of street kinds, the house number apart.

    "12 A" is house "12a"; "12-3" is flat 3 of house "12".
    """
    words = WORD.findall(re.sub(r"(\d)\s+([a-z])\b", r"\1\2", normalize_text(text).replace("-", " ")))
    place = next((i for i, word in enumerate(words) if i and NUMBER.match(word)), len(words))
    number = words[place] if place < len(words) else ""
    street = [*words[:place], *(word for word in words[place + 1 :] if not NUMBER.match(word))]
    return WrittenAddress(" ".join(filter(None, (ABBREVIATIONS.get(word, word) for word in street))), number)


def fold(text: str) -> str:
    """The text that address search compares."""
    return read_address(text).folded


def fit(typed: WrittenAddress, candidate: WrittenAddress, likeness: float) -> tuple[float, ...]:
    """Sort key of a candidate (smaller is better); ``likeness`` of streets is 0 to 1."""
    starts = candidate.street.startswith(typed.street) or f" {typed.street}" in candidate.street
    return (
        0 if candidate.street == typed.street else 1 if starts else 2,
        -round(likeness, 1),
        number_distance(typed.number, candidate.number),
        number_value(candidate.number),
    )


def number_distance(typed: str, candidate: str) -> float:
    """0 for the same house, 1 for a house whose number begins so ("1" and "12", "12" and "12a"), more for others."""
    if not typed or typed == candidate or typed in candidate.split("/"):
        return 0
    if candidate.startswith(typed):
        return 1
    if not candidate:
        return 3
    return 4 + min(abs(number_value(typed) - number_value(candidate)), 1000) / 1000


def number_value(number: str) -> float:
    """For sorting house numbers as people do: 2, 10, 10a, 10b, 12."""
    match = re.match(r"(\d+)([a-z]?)", number)
    if match is None:
        return 0.0
    return int(match[1]) + (ord(match[2]) - 96) / 100 if match[2] else float(match[1])
