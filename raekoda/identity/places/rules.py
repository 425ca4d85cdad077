"""Pure rules of places: distances, written addresses, what fits what was typed."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from raekoda.platform.core.fields import Point

METRES_PER_DEGREE = 111_320.0
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


def metres_between(one: Point, other: Point) -> float:
    """Distance of two points near each other, in metres (plane approximation, good to 0.5 % within 100 km here)."""
    across = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(across, one.lat - other.lat) * METRES_PER_DEGREE


def box_around(point: Point, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north of the box reaching ``metres`` from ``point`` to each side, degrees."""
    up = metres / METRES_PER_DEGREE
    across = up / math.cos(math.radians(point.lat))
    return (point.lon - across, point.lat - up, point.lon + across, point.lat + up)


def plain_letters(text: str) -> str:
    """Small letters without marks: what somebody types who has no Estonian keyboard."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def read_address(text: str) -> WrittenAddress:
    """Fold an address: plain letters, the usual short forms of street kinds, the house number apart.

    "12 A" is house "12a"; "12-3" is flat 3 of house "12".
    """
    words = WORD.findall(re.sub(r"(\d)\s+([a-z])\b", r"\1\2", plain_letters(text).replace("-", " ")))
    place = next((i for i, word in enumerate(words) if i and NUMBER.match(word)), len(words))
    number = words[place] if place < len(words) else ""
    street = [*words[:place], *(word for word in words[place + 1 :] if not NUMBER.match(word))]
    return WrittenAddress(" ".join(filter(None, (ABBREVIATIONS.get(word, word) for word in street))), number)


def fold(text: str) -> str:
    """The text that address search compares."""
    return read_address(text).folded


def fit(typed: WrittenAddress, candidate: WrittenAddress, likeness: float) -> tuple[float, ...]:
    """How well a candidate answers what was typed, as a sort key (smaller is better); ``likeness`` of streets is 0 to 1."""
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
