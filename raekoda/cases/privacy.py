"""Taking a known sender out of a text that others will read: what ``core.redact`` finds, and the name on the contact."""

from __future__ import annotations

import re

from raekoda.core.redact import Redaction, redact
from raekoda.people.models import Contact

NAME = "name"
NAME_MARKS = {"et": "[nimi]", "en": "[name]", "ru": "[имя]"}
SHORTEST_NAME = 3
LONGEST_ENDING = 5


def without_sender(text: str, contact: Contact | None, language: str = "et") -> Redaction:
    """``text`` without contact data and without the sender's names in any case of declension.

    ``found`` holds (kind, start, end) in the given text, in order.
    """
    found = sorted([*redact(text, language).found, *names_in(text, contact)], key=lambda each: (each[1], -each[2]))
    kept, end = [], 0
    for each in found:
        if each[1] >= end:
            kept.append(each)
            end = each[2]
    return Redaction(_marked(text, kept, language), kept)


def names_in(text: str, contact: Contact | None) -> list[tuple[str, int, int]]:
    """Where the names on the contact stand in ``text``: written with a capital letter, with any short ending."""
    parts = [part for part in re.split(r"[\s,]+", contact.name) if len(part) >= SHORTEST_NAME] if contact else []
    if not parts:
        return []
    stems = "|".join(re.escape(_stem(part)) for part in sorted(parts, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{stems})\w{{0,{LONGEST_ENDING}}}(?!\w)")
    return [(NAME, match.start(), match.end()) for match in pattern.finditer(text)]


def _stem(name: str) -> str:
    """The part of a name that stays: "Maasikas" becomes "Maasika" when declined."""
    name = name[0].upper() + name[1:]
    return name[:-1] if len(name) > SHORTEST_NAME + 1 else name


def _marked(text: str, found: list[tuple[str, int, int]], language: str) -> str:
    mark = NAME_MARKS.get(language, NAME_MARKS["et"])
    pieces, cursor = [], 0
    for kind, start, end in found:
        pieces += [text[cursor:start], mark if kind == NAME else redact(text[start:end], language).text]
        cursor = end
    return "".join(pieces) + text[cursor:]
