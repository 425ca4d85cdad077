"""Taking out of a text what tells who a person is or how to reach one.

E-mails, phones, personal codes and bank accounts (``CONTACTS``) are found by their form. Names and addresses (``PERSONAL``
has them too) are found by rules and lists, which miss some and take some too many: what is published is read by an
official first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from raekoda.platform.core.redact import names
from raekoda.platform.core.redact.addresses import find_addresses
from raekoda.platform.core.redact.contacts import find_contacts
from raekoda.platform.core.redact.declension import stems
from raekoda.platform.core.redact.kinds import (
    ADDRESS,
    CONTACTS,
    EMAIL,
    IBAN,
    MARKS,
    NAME,
    PERSONAL,
    PERSONAL_CODE,
    PHONE,
    Found,
)
from raekoda.platform.core.redact.knowledge import is_given_or_surname

__all__ = [
    "ADDRESS", "CONTACTS", "EMAIL", "IBAN", "MARKS", "NAME", "PERSONAL", "PERSONAL_CODE", "PHONE", "Found", "Redaction",
    "find", "find_full_names",
    "is_given_or_surname", "is_kept", "marked", "plain", "redact",
]  # fmt: skip


class Redaction(NamedTuple):
    """A text with marks where personal data stood, and what was found: (kind, start, end) in the text before."""

    text: str
    found: list[Found]


def redact(
    text: str, language: str = "et", kinds: Collection[str] = CONTACTS, keep: Collection[str] = frozenset()
) -> Redaction:
    """Replace personal data of the ``kinds`` by marks in the given language.

    ``keep`` holds contacts, names and addresses that anyone may read, as :func:`plain` writes them.
    """
    found = [each for each in find(text, kinds) if not is_kept(text, each, keep)]
    return Redaction(marked(text, found, language), found)


def marked(text: str, found: Collection[Found], language: str = "et") -> str:
    """The text with the language's mark in the place of each thing found; those are in order, without overlaps."""
    marks = MARKS.get(language, MARKS["et"])
    pieces, cursor = [], 0
    for kind, start, end in found:
        pieces += [text[cursor:start], marks[kind]]
        cursor = end
    return "".join([*pieces, text[cursor:]])


def find(text: str, kinds: Collection[str] = CONTACTS) -> list[Found]:
    """What :func:`redact` takes out, in the order of the text, without overlaps."""
    taken: list[Found] = []
    free = bytearray(len(text))
    for kind, start, end in _candidates(text, kinds):
        if not any(free[start:end]):
            free[start:end] = b"\x01" * (end - start)
            taken.append((kind, start, end))
    return sorted(taken, key=lambda one: one[1])


def _candidates(text: str, kinds: Collection[str]) -> Iterator[Found]:
    if not CONTACTS.isdisjoint(kinds):
        yield from (each for each in find_contacts(text) if each[0] in kinds)
    if ADDRESS in kinds:
        yield from ((ADDRESS, start, end) for start, end in find_addresses(text))
    if NAME in kinds:
        yield from ((NAME, start, end) for start, end in names.find_names(text))


def find_full_names(text: str) -> list[Found]:
    """Only those names that are almost surely a person's: full ones, signatures, and their words wherever they stand again.

    Costs next to nothing where no two capitals stand beside each other and nothing tells of a name.
    """
    return [(NAME, start, end) for start, end in names.find_full_names(text)]


def is_kept(text: str, found: Found, keep: Collection[str]) -> bool:
    """Whether what was found may be read by anyone: it stands in ``keep``, a name in whatever case, an address in part."""
    if not keep:
        return False
    kind, start, end = found
    written = plain(text[start:end])
    if written in keep:
        return True
    if kind == ADDRESS:
        return any(each.startswith(written) for each in keep)
    if kind != NAME:
        return False
    word_stems = [stems(word) for word in written.split()]
    return any(all(any(word & other for other in kept) for word in word_stems) for kept in _stems_of(frozenset(keep)))


@lru_cache(maxsize=64)
def _stems_of(keep: frozenset[str]) -> list[list[frozenset[str]]]:
    return [[stems(word) for word in each.split()] for each in keep if "@" not in each and not each.isdigit()]


def plain(written: str) -> str:
    """The form in which contacts, names and addresses are compared: small letters, a phone by its digits alone."""
    folded = re.sub(r"\s+", " ", written.casefold()).strip()
    if any(sign.isalpha() for sign in folded):
        return folded
    return re.sub(r"[\s().-]|^\+?372", "", folded)
