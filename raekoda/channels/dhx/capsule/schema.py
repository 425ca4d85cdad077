"""What stands in a capsule 2.1 and in which order, in our own form; agrees with the state's XML schema (a test proves it)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from raekoda.channels.dhx.capsule import values

Test = Callable[[str], bool]
TEXT: Test = values.is_text
ANYTHING = "anything"


@dataclass(frozen=True)
class Part:
    """An element: ``content`` is the test of its text, the parts in it, or ANYTHING; how often it may stand there."""

    name: str
    content: Test | tuple[Part, ...] | str = TEXT
    least: int = 1
    most: int | None = 1


def may(name: str, content: Test | tuple[Part, ...] | str = TEXT) -> Part:
    """A part that may be missing."""
    return Part(name, content, least=0)


def some(name: str, content: tuple[Part, ...], least: int = 1) -> Part:
    """A part that may stand there many times."""
    return Part(name, content, least, most=None)


PARTY = (Part("OrganisationCode"), may("StructuralUnit"), may("PersonalIdCode"))
ORGANISATION = (
    Part("Name"), may("OrganisationCode"), may("StructuralUnit"), may("PositionTitle"), may("Residency"),
)  # fmt: skip
PERSON = (Part("Name"), may("GivenName"), may("Surname"), may("PersonalIdCode"), may("Residency"))
POSTAL = (
    may("Country"), may("County"), may("LocalGovernment"), may("AdministrativeUnit"), may("SmallPlace"), may("LandUnit"),
    may("Street"), may("HouseNumber"), may("BuildingPartNumber"), may("PostalCode", values.is_postal_code),
)  # fmt: skip
CONTACT_DATA = (
    may("Adit", values.is_boolean), may("Phone", values.is_phone), may("Email"), may("WebPage"), may("MessagingAddress"),
    may("PostalAddress", POSTAL),
)  # fmt: skip
WHO = (may("Organisation", ORGANISATION), may("Person", PERSON))
CONTACT = (*WHO, may("ContactData", CONTACT_DATA))
RESTRICTION = (
    may("RestrictionIdentifier"), Part("RestrictionBeginDate", values.is_date), Part("RestrictionEndDate", values.is_date),
    may("RestrictionEndEvent"), may("RestrictionInvalidSince", values.is_date), Part("RestrictionBasis"),
    Part("InformationOwner"),
)  # fmt: skip
FILE = (
    Part("FileGuid", values.is_guid), may("RecordMainComponent", values.is_boolean), Part("FileName"), Part("MimeType"),
    may("FileSize", values.is_integer), Part("ZipBase64Content"),
)  # fmt: skip
RECORD = (
    Part("RecordGuid", values.is_guid), Part("RecordType"), Part("RecordOriginalIdentifier"),
    Part("RecordDateRegistered", values.is_moment), Part("RecordTitle"), may("RecordLanguage"), may("RecordAbstract"),
    may("ReplyDueDate", values.is_date),
)  # fmt: skip
SIGNATURE = (
    may("SignatureType"), may("Signer"), may("Verified"), may("SignatureVerificationDate", values.is_moment),
)  # fmt: skip

CAPSULE = Part(
    "DecContainer",
    (
        Part("Transport", (Part("DecSender", PARTY), some("DecRecipient", PARTY))),
        may(
            "Initiator",
            (
                may("InitiatorRecordOriginalIdentifier"), may("InitiatorRecordDate", values.is_moment), *WHO,
                Part("ContactData", CONTACT_DATA),
            ),
        ),
        may("RecordCreator", CONTACT),
        may("RecordSenderToDec", CONTACT),
        some(
            "Recipient",
            (
                may("RecipientRecordGuid", values.is_guid), may("RecipientRecordOriginalIdentifier"),
                may("MessageForRecipient"), *CONTACT,
            ),
        ),
        Part("RecordMetadata", RECORD),
        Part(
            "Access",
            (
                Part("AccessConditionsCode", values.is_access),
                some("AccessRestriction", RESTRICTION, least=0),
            ),
        ),
        some("SignatureMetadata", SIGNATURE, least=0),
        some("File", FILE),
        may("RecordTypeSpecificMetadata", ANYTHING),
        may(
            "DecMetadata",
            (Part("DecId", values.is_integer), Part("DecFolder"), Part("DecReceiptDate", values.is_moment)),
        ),
    ),
)  # fmt: skip
