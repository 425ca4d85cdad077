"""Taking a known sender out of a text that others will read: what ``core.redact`` finds, and the name on the contact."""

from __future__ import annotations

import re
from collections.abc import Collection

from raekoda.core.models import Municipality
from raekoda.core.redact import MARKS, Found, Redaction, find
from raekoda.people.models import Contact, Unit

NAME = "name"
NAME_MARKS = {"et": "[nimi]", "en": "[name]", "ru": "[имя]"}
SHORTEST_NAME = 3
LONGEST_ENDING = 5


def without_sender(
    text: str, contact: Contact | None, language: str = "et", keep: Collection[str] = frozenset()
) -> Redaction:
    """``text`` without contact data and without the sender's names in any case of declension.

    ``keep`` are contacts that anyone may read, as :func:`public_contacts` gives them. ``found`` holds (kind, start, end)
    in the given text, in order.
    """
    found = personal_data(text, contact, keep)
    marks = MARKS.get(language, MARKS["et"]) | {NAME: NAME_MARKS.get(language, NAME_MARKS["et"])}
    pieces, cursor = [], 0
    for kind, start, end in found:
        pieces += [text[cursor:start], marks[kind]]
        cursor = end
    return Redaction("".join([*pieces, text[cursor:]]), found)


def personal_data(text: str, contact: Contact | None, keep: Collection[str] = frozenset()) -> list[Found]:
    """What tells who somebody is: (kind, start, end) in the order of the text, without overlaps."""
    candidates = [each for each in find(text) if _plain(text[each[1] : each[2]]) not in keep]
    found: list[Found] = []
    for each in sorted([*candidates, *names_in(text, contact)], key=lambda one: (one[1], -one[2])):
        if not found or each[1] >= found[-1][2]:
            found.append(each)
    return found


def names_in(text: str, contact: Contact | None) -> list[Found]:
    """Where the names on the contact stand in ``text``: written with a capital letter, with any short ending."""
    parts = [part for part in re.split(r"[\s,]+", contact.name) if len(part) >= SHORTEST_NAME] if contact else []
    if not parts:
        return []
    stems = "|".join(re.escape(_stem(part)) for part in sorted(parts, key=len, reverse=True))
    name = rf"(?<!\w)(?:{stems})\w{{0,{LONGEST_ENDING}}}(?!\w)"
    pattern = re.compile(rf"{name}(?:\s+{name})*")
    return [(NAME, match.start(), match.end()) for match in pattern.finditer(text)]


def public_contacts(municipality: Municipality) -> frozenset[str]:
    """The municipality's own e-mails and phones, which are nobody's personal data."""
    units = Unit.objects.values_list("email", "phone")
    given = [municipality.email, municipality.phone, *(contact for pair in units for contact in pair)]
    return frozenset(_plain(contact) for contact in given if contact)


def _plain(contact: str) -> str:
    return re.sub(r"[\s().-]|^\+?372", "", contact.casefold()) if "@" not in contact else contact.casefold().strip()


def _stem(name: str) -> str:
    """The part of a name that stays: "Maasikas" becomes "Maasika" when declined."""
    name = name[0].upper() + name[1:]
    return name[:-1] if len(name) > SHORTEST_NAME + 1 else name
