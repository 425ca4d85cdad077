"""Removing personal data from texts that others will read: the findings of ``core.redact``, and the name of the contact."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db.models import Q

from raekoda.identity.accounts.models import Contact, Unit
from raekoda.identity.places.models import Area
from raekoda.identity.places.queries import has_street
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.redact import (
    CONTACTS,
    MARKS,
    NAME,
    Found,
    Redaction,
    find,
    find_full_names,
    is_given_or_surname,
    is_kept,
    marked,
    plain,
)

NAME_MARKS = {language: marks[NAME] for language, marks in MARKS.items()}
HOUSE_NUMBER = re.compile(r"[ \u00a0]\d{1,3}[a-zA-Z]?(?!\w)")
SHORTEST_NAME = 3
LONGEST_ENDING = 5


def without_sender(
    text: str,
    contact: Contact | None,
    language: str = "et",
    keep: Collection[str] = frozenset(),
    kinds: Collection[str] = CONTACTS,
) -> Redaction:
    """``text`` without contact data and without the sender's names in any case of declension.

    With more ``kinds`` other people's names and addresses are removed too. ``keep`` are contacts, names and places that
    are public, as from :func:`public_contacts`. ``found`` holds (kind, start, end) in the given text, in order.
    """
    found = find_personal_data(text, contact, keep, kinds)
    return Redaction(marked(text, found, language), found)


def without_people(text: str, contact: Contact | None, language: str = "et") -> Redaction:
    """The public text of a report: without contact data, the sender's names and names of other people.

    A street of the municipality's address table that is named after a person stays before a house number.
    """
    names = [each for each in find_full_names(text) if not _is_street(text, each)]
    found = _without_overlaps([*find(text), *names, *find_contact_names(text, contact)])
    return Redaction(marked(text, found, language), found)


def _is_street(text: str, found: Found) -> bool:
    _, start, end = found
    return bool(HOUSE_NUMBER.match(text, end)) and has_street(text[start:end])


def find_personal_data(
    text: str,
    contact: Contact | None,
    keep: Collection[str] = frozenset(),
    kinds: Collection[str] = CONTACTS,
) -> list[Found]:
    """Personal data in ``text``: (kind, start, end) in the order of the text, without overlaps."""
    candidates = [each for each in find(text, kinds) if not is_kept(text, each, keep)]
    return _without_overlaps([*candidates, *find_contact_names(text, contact)])


def find_contact_names(text: str, contact: Contact | None) -> list[Found]:
    """Occurrences of the contact's names in ``text``: with a capital letter and any short ending."""
    parts = [part for part in re.split(r"[\s,]+", contact.name) if len(part) >= SHORTEST_NAME] if contact else []
    if not parts:
        return []
    stems = "|".join(re.escape(_stem(part)) for part in sorted(parts, key=len, reverse=True))
    name = rf"(?<!\w)(?:{stems})\w{{0,{LONGEST_ENDING}}}(?!\w)"
    pattern = re.compile(rf"{name}(?:\s+{name})*")
    return [(NAME, match.start(), match.end()) for match in pattern.finditer(text)]


def public_contacts(municipality: Municipality) -> frozenset[str]:
    """Contacts that are public: e-mails, phones and address of the municipality, its units, its villages and districts."""
    units = Unit.objects.values_list("name", "email", "phone")
    contacts = [municipality.email, municipality.phone, municipality.street_address, municipality.name]
    words = {plain(word) for word in (*contacts, *(word for unit in units for word in unit)) if word}
    return frozenset(words | _places(municipality))


def _places(municipality: Municipality) -> set[str]:
    """Names of places, without those that are also names of people."""
    within = Q(municipality=municipality) | Q(parent__code=municipality.code, parent__kind=Area.Kind.MUNICIPALITY)
    names = (plain(name) for name in Area.objects.filter(within).values_list("name", flat=True))
    return {name for name in names if name and not is_given_or_surname(name.split()[0])}


def _without_overlaps(candidates: list[Found]) -> list[Found]:
    """Sorted by start; of two that overlap, the one that starts first, then the longer one."""
    found: list[Found] = []
    for each in sorted(candidates, key=lambda one: (one[1], -one[2])):
        if not found or each[1] >= found[-1][2]:
            found.append(each)
    return found


def _stem(name: str) -> str:
    """The part of a name that declension keeps: "Maasikas" becomes "Maasika"."""
    name = name[0].upper() + name[1:]
    return name[:-1] if len(name) > SHORTEST_NAME + 1 else name
