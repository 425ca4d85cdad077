"""The elements of a capsule 2.1 and their order, in our own notation; equal to the state's XML schema (a test compares
them)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from raekoda.channels.dhx.capsule import values

Check = Callable[[str], bool]
TEXT: Check = values.is_text
ANYTHING = "anything"


@dataclass(frozen=True)
class Part:
    """An element: ``content`` is the check of its text, the parts in it, or ANYTHING; how many times it may occur."""

    name: str
    content: Check | tuple[Part, ...] | str = TEXT
    min_count: int = 1
    max_count: int | None = 1


def optional(name: str, content: Check | tuple[Part, ...] | str = TEXT) -> Part:
    """A part that may be missing."""
    return Part(name, content, min_count=0)


def repeated(name: str, content: tuple[Part, ...], min_count: int = 1) -> Part:
    """A part that may occur many times."""
    return Part(name, content, min_count, max_count=None)


PARTY = (Part("OrganisationCode"), optional("StructuralUnit"), optional("PersonalIdCode"))
ORGANISATION = (
    Part("Name"), optional("OrganisationCode"), optional("StructuralUnit"), optional("PositionTitle"), optional("Residency"),
)  # fmt: skip
PERSON = (Part("Name"), optional("GivenName"), optional("Surname"), optional("PersonalIdCode"), optional("Residency"))
POSTAL = (
    optional("Country"), optional("County"), optional("LocalGovernment"), optional("AdministrativeUnit"),
    optional("SmallPlace"), optional("LandUnit"),
    optional("Street"), optional("HouseNumber"), optional("BuildingPartNumber"), optional("PostalCode", values.is_postal_code),
)  # fmt: skip
CONTACT_DATA = (
    optional("Adit", values.is_boolean), optional("Phone", values.is_phone), optional("Email"), optional("WebPage"),
    optional("MessagingAddress"),
    optional("PostalAddress", POSTAL),
)  # fmt: skip
ORGANISATION_AND_PERSON = (optional("Organisation", ORGANISATION), optional("Person", PERSON))
CONTACT = (*ORGANISATION_AND_PERSON, optional("ContactData", CONTACT_DATA))
RESTRICTION = (
    optional("RestrictionIdentifier"), Part("RestrictionBeginDate", values.is_date), Part("RestrictionEndDate", values.is_date),
    optional("RestrictionEndEvent"), optional("RestrictionInvalidSince", values.is_date), Part("RestrictionBasis"),
    Part("InformationOwner"),
)  # fmt: skip
FILE = (
    Part("FileGuid", values.is_guid), optional("RecordMainComponent", values.is_boolean), Part("FileName"), Part("MimeType"),
    optional("FileSize", values.is_integer), Part("ZipBase64Content"),
)  # fmt: skip
RECORD = (
    Part("RecordGuid", values.is_guid), Part("RecordType"), Part("RecordOriginalIdentifier"),
    Part("RecordDateRegistered", values.is_datetime), Part("RecordTitle"), optional("RecordLanguage"),
    optional("RecordAbstract"),
    optional("ReplyDueDate", values.is_date),
)  # fmt: skip
SIGNATURE = (
    optional("SignatureType"), optional("Signer"), optional("Verified"), optional("SignatureVerificationDate",
    values.is_datetime),
)  # fmt: skip

CAPSULE = Part(
    "DecContainer",
    (
        Part("Transport", (Part("DecSender", PARTY), repeated("DecRecipient", PARTY))),
        optional(
            "Initiator",
            (
                optional("InitiatorRecordOriginalIdentifier"), optional("InitiatorRecordDate", values.is_datetime),
                *ORGANISATION_AND_PERSON,
                Part("ContactData", CONTACT_DATA),
            ),
        ),
        optional("RecordCreator", CONTACT),
        optional("RecordSenderToDec", CONTACT),
        repeated(
            "Recipient",
            (
                optional("RecipientRecordGuid", values.is_guid), optional("RecipientRecordOriginalIdentifier"),
                optional("MessageForRecipient"), *CONTACT,
            ),
        ),
        Part("RecordMetadata", RECORD),
        Part(
            "Access",
            (
                Part("AccessConditionsCode", values.is_access),
                repeated("AccessRestriction", RESTRICTION, min_count=0),
            ),
        ),
        repeated("SignatureMetadata", SIGNATURE, min_count=0),
        repeated("File", FILE),
        optional("RecordTypeSpecificMetadata", ANYTHING),
        optional(
            "DecMetadata",
            (Part("DecId", values.is_integer), Part("DecFolder"), Part("DecReceiptDate", values.is_datetime)),
        ),
    ),
)  # fmt: skip
