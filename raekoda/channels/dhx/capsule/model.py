"""The content of a capsule as typed values. Empty text means that the value is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

NAMESPACE = "http://www.riik.ee/schemas/deccontainer/vers_2_1/"


@dataclass(frozen=True)
class Party:
    """A sender or recipient of the transport: the registry code of an organisation, its unit, a person's code."""

    code: str
    unit: str = ""
    personal_code: str = ""


@dataclass(frozen=True)
class Organisation:
    """An organisation by its official name."""

    name: str
    code: str = ""
    unit: str = ""
    position: str = ""
    residency: str = ""


@dataclass(frozen=True)
class Person:
    """A natural person."""

    name: str
    given_name: str = ""
    surname: str = ""
    personal_code: str = ""
    residency: str = ""


@dataclass(frozen=True)
class Contact:
    """An organisation, a person in it, and how they are reached; every part may be missing."""

    organisation: Organisation | None = None
    person: Person | None = None
    phone: str = ""
    email: str = ""
    web_page: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        """The organisation with the person in brackets, or the one of them that is present."""
        names = [each.name for each in (self.organisation, self.person) if each and each.name]
        return f"{names[0]} ({names[1]})" if len(names) == 2 else "".join(names)


@dataclass(frozen=True)
class Source:
    """The document that started the matter, and its owner."""

    identifier: str = ""
    dated: datetime | None = None
    contact: Contact = Contact()


@dataclass(frozen=True)
class Addressee:
    """The addressee of the document, and the addressee's document that it answers."""

    record_guid: str = ""
    record_identifier: str = ""
    message: str = ""
    contact: Contact = Contact()


@dataclass(frozen=True)
class Restriction:
    """Why and until when a document is for internal use only. Days are of the calendar, both included."""

    begins: date | None
    ends: date | None
    basis: str
    owner: str
    identifier: str = ""
    end_event: str = ""
    invalid_since: date | None = None


@dataclass(frozen=True)
class Signature:
    """A statement about a signature; none of it is verified here."""

    kind: str = ""
    signer: str = ""
    verified: str = ""
    verified_at: datetime | None = None


@dataclass(frozen=True)
class CapsuleFile:
    """A file of the document; ``packed`` is its content, gzip in base64."""

    guid: str
    name: str
    mime_type: str
    packed: str = field(repr=False)
    size: int | None = None
    is_main: bool | None = None


@dataclass(frozen=True)
class Capsule:
    """A document in transport: sender, recipients, metadata, access conditions, files.

    ``registered_at`` and other times are None where the year is outside Python's range.
    """

    sender: Party
    recipients: tuple[Party, ...]
    addressees: tuple[Addressee, ...]
    guid: str
    kind: str
    identifier: str
    registered_at: datetime | None
    title: str
    files: tuple[CapsuleFile, ...]
    is_restricted: bool = False
    restrictions: tuple[Restriction, ...] = ()
    language: str = ""
    abstract: str = ""
    reply_due: date | None = None
    source: Source | None = None
    creator: Contact | None = None
    dispatcher: Contact | None = None
    signatures: tuple[Signature, ...] = ()
