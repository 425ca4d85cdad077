"""The kind of case of a document, its sender, the supported protocol version. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable

from raekoda.casework.cases.models import Kind
from raekoda.channels.dhx.capsule import Capsule, Contact

PREFIX = "DHX"
VERSION = re.compile(r"(?P<major>\d{1,6})(\.\d{1,6}){0,2}")
SUPPORTED_MAJOR = 1
MAX_TEXT = 19_000
LANGUAGES = {"et": ("et", "ee", "est", "eesti"), "en": ("en", "eng", "inglise"), "ru": ("ru", "rus", "vene")}
KINDS = {
    "teabenõue": Kind.INFORMATION_REQUEST,
    "selgitustaotlus": Kind.ENQUIRY,
    "märgukiri": Kind.MEMO,
    "kaebus": Kind.COMPLAINT,
    "vaie": Kind.COMPLAINT,
}
"""Kinds by the type of the document where the municipality has no rule of its own; any other document is a memo."""


def is_supported_version(version: str) -> bool:
    """Whether a version of the protocol is supported: any of the same major number (semantic versioning)."""
    match = VERSION.fullmatch(version.strip())
    return match is not None and int(match["major"]) == SUPPORTED_MAJOR


def name_variants(code: str, system: str = "") -> frozenset[str]:
    """Every form in which capsules name an organisation: its code, a system of it, both; with and without "DHX."."""
    code, system = code.upper(), (system or PREFIX).upper()
    full = system if system.startswith(PREFIX) else f"{PREFIX}.{system}"
    systems = {full, system, full.removeprefix(f"{PREFIX}.")} - {PREFIX}
    return frozenset({code, f"{full}.{code}", *systems, *(f"{each}.{code}" for each in systems)})


def matches_organisation(stated: str, code: str, system: str = "") -> bool:
    """Whether a capsule's organisation code names this organisation."""
    return stated.strip().upper() in name_variants(code, system)


def default_kind(document_type: str) -> Kind:
    """The kind of case where no rule of the municipality fits."""
    return KINDS.get(document_type.strip().casefold(), Kind.MEMO)


def find_language(language: str) -> str:
    """The language of a capsule; Estonian when it is unsupported or missing."""
    language = language.strip().casefold()
    return next((code for code, spellings in LANGUAGES.items() if language in spellings or language[:2] == code), "et")


def get_case_text(capsule: Capsule, codes: Iterable[str]) -> str:
    """The text of the case: the title, the summary, the messages to our organisations (``codes``)."""
    own = set(codes)
    messages = [
        addressee.message
        for addressee in capsule.addressees
        if addressee.contact.organisation is None
        or not addressee.contact.organisation.code
        or addressee.contact.organisation.code in own
    ]
    parts = dict.fromkeys(part.strip() for part in (capsule.title, capsule.abstract, *messages))
    return "\n\n".join(filter(None, parts))[:MAX_TEXT] or capsule.kind.strip() or "–"


def sender_contact(capsule: Capsule) -> Contact:
    """The contact who sent the document out, or else its creator."""
    return capsule.dispatcher or capsule.creator or (capsule.source.contact if capsule.source else None) or Contact()


def sender_name(capsule: Capsule, known: str) -> str:
    """The sending authority: its name in the address book (``known``), or else in the capsule."""
    for contact in (capsule.dispatcher, capsule.creator):
        if not known and contact and contact.organisation and contact.organisation.name.strip():
            return contact.organisation.name.strip()
    return known or capsule.sender.code
