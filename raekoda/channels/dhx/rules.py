"""What a document becomes, whose it is, which version is understood. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable

from raekoda.casework.cases.models import Kind
from raekoda.channels.dhx.capsule import Capsule, Contact

PREFIX = "DHX"
VERSION = re.compile(r"(?P<major>\d{1,6})(\.\d{1,6}){0,2}")
SPOKEN_MAJOR = 1
LONGEST_TEXT = 19_000
LANGUAGES = {"et": ("et", "ee", "est", "eesti"), "en": ("en", "eng", "inglise"), "ru": ("ru", "rus", "vene")}
KINDS = {
    "teabenõue": Kind.INFORMATION_REQUEST,
    "selgitustaotlus": Kind.ENQUIRY,
    "märgukiri": Kind.MEMO,
    "kaebus": Kind.COMPLAINT,
    "vaie": Kind.COMPLAINT,
}
"""Kinds by the type of the document where the municipality has no rule of its own; any other document is a memo."""


def speaks(version: str) -> bool:
    """Whether a version of the protocol is one that we understand: any of the same major number (semantic versioning)."""
    found = VERSION.fullmatch(version.strip())
    return found is not None and int(found["major"]) == SPOKEN_MAJOR


def names(code: str, system: str = "") -> frozenset[str]:
    """Every way in which capsules name an organisation: its code, a system of it, both; with and without "DHX."."""
    code, system = code.upper(), (system or PREFIX).upper()
    full = system if system.startswith(PREFIX) else f"{PREFIX}.{system}"
    systems = {full, system, full.removeprefix(f"{PREFIX}.")} - {PREFIX}
    return frozenset({code, f"{full}.{code}", *systems, *(f"{each}.{code}" for each in systems)})


def is_named(written: str, code: str, system: str = "") -> bool:
    """Whether a capsule's organisation code names this organisation."""
    return written.strip().upper() in names(code, system)


def kind_of(document_type: str) -> Kind:
    """The kind of case where no rule of the municipality fits."""
    return KINDS.get(document_type.strip().casefold(), Kind.MEMO)


def language_of(said: str) -> str:
    """The language a capsule says, of those we have; Estonian when it says another or none."""
    said = said.strip().casefold()
    return next((code for code, words in LANGUAGES.items() if said in words or said[:2] == code), "et")


def text_of(capsule: Capsule, codes: Iterable[str]) -> str:
    """What the case says: the title, the summary, what was written to us (``codes``) with it."""
    own = set(codes)
    messages = [
        each.message
        for each in capsule.addressees
        if each.contact.organisation is None
        or not each.contact.organisation.code
        or each.contact.organisation.code in own
    ]
    parts = dict.fromkeys(part.strip() for part in (capsule.title, capsule.abstract, *messages))
    return "\n\n".join(filter(None, parts))[:LONGEST_TEXT] or capsule.kind.strip() or "–"


def sender_contact(capsule: Capsule) -> Contact:
    """Who wrote it: who sent it out, or else who drew it up."""
    return capsule.dispatcher or capsule.creator or (capsule.source.contact if capsule.source else None) or Contact()


def sender_name(capsule: Capsule, known: str) -> str:
    """The sending authority: as it stands in the address book (``known``), or else as the capsule calls it."""
    for contact in (capsule.dispatcher, capsule.creator):
        if not known and contact and contact.organisation and contact.organisation.name.strip():
            return contact.organisation.name.strip()
    return known or capsule.sender.code
