"""From typed values to a capsule that is valid by the schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeVar

from lxml import etree

from raekoda.channels.dhx.capsule import values
from raekoda.channels.dhx.capsule.model import (
    NAMESPACE,
    Addressee,
    Capsule,
    CapsuleFile,
    Contact,
    Organisation,
    Party,
    Person,
    Restriction,
    Signature,
)
from raekoda.channels.dhx.capsule.parsing import parse
from raekoda.platform.core.xml import xml_text

NOT_IN_PHONES = re.compile(r"[^0-9 +()\-]")
Value = TypeVar("Value")
Node = tuple[str, "str | list[Node]"]
Nodes = Iterator[Node]


def write(capsule: Capsule) -> bytes:
    """The capsule as XML in UTF-8. Characters that XML cannot hold are left out. Raises
    :class:`raekoda.channels.dhx.capsule.InvalidCapsule` when the values make no valid capsule (no recipient, no file, a
    restriction without its days)."""
    root = _element("DecContainer", list(_capsule(capsule)), {None: NAMESPACE})
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    parse(content)
    return content


def _element(name: str, content: str | list[Node], names: dict[str | None, str] | None = None) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=names)  # type: ignore[arg-type]
    if isinstance(content, str):
        element.text = xml_text(content)
    else:
        element.extend([_element(*node) for node in content])
    return element


def _capsule(capsule: Capsule) -> Nodes:
    recipients: list[Node] = [("DecRecipient", list(_party(each))) for each in capsule.recipients]
    yield "Transport", [("DecSender", list(_party(capsule.sender))), *recipients]
    if capsule.source is not None:
        source = capsule.source
        yield (
            "Initiator",
            [
                *_optional_text("InitiatorRecordOriginalIdentifier", source.identifier),
                *_datetime("InitiatorRecordDate", source.dated),
                *_contact(source.contact, always_data=True),
            ],
        )
    for name, contact in (("RecordCreator", capsule.creator), ("RecordSenderToDec", capsule.dispatcher)):
        if contact is not None:
            yield name, list(_contact(contact))
    for addressee in capsule.addressees:
        yield "Recipient", list(_addressee(addressee))
    yield "RecordMetadata", list(_record(capsule))
    restrictions: list[Node] = [("AccessRestriction", list(_restriction(each))) for each in capsule.restrictions]
    code = values.RESTRICTED if capsule.is_restricted else values.PUBLIC
    yield "Access", [("AccessConditionsCode", code), *restrictions]
    for signature in capsule.signatures:
        yield "SignatureMetadata", list(_signature(signature))
    for file in capsule.files:
        yield "File", list(_file(file))


def _party(party: Party) -> Nodes:
    yield "OrganisationCode", party.code
    yield from _optional_text("StructuralUnit", party.unit)
    yield from _optional_text("PersonalIdCode", party.personal_code)


def _addressee(addressee: Addressee) -> Nodes:
    yield from _optional_text("RecipientRecordGuid", addressee.record_guid)
    yield from _optional_text("RecipientRecordOriginalIdentifier", addressee.record_identifier)
    yield from _optional_text("MessageForRecipient", addressee.message)
    yield from _contact(addressee.contact)


def _contact(contact: Contact, always_data: bool = False) -> Nodes:
    yield from _optional("Organisation", contact.organisation, _organisation)
    yield from _optional("Person", contact.person, _person)
    address: list[Node] = [("PostalAddress", [("Street", contact.address)])] if contact.address else []
    data: list[Node] = [
        *_optional_text("Phone", NOT_IN_PHONES.sub("", contact.phone)),
        *_optional_text("Email", contact.email),
        *_optional_text("WebPage", contact.web_page),
        *address,
    ]
    if data or always_data:
        yield "ContactData", data


def _organisation(organisation: Organisation) -> Nodes:
    yield "Name", organisation.name
    yield from _optional_text("OrganisationCode", organisation.code)
    yield from _optional_text("StructuralUnit", organisation.unit)
    yield from _optional_text("PositionTitle", organisation.position)
    yield from _optional_text("Residency", organisation.residency)


def _person(person: Person) -> Nodes:
    yield "Name", person.name
    yield from _optional_text("GivenName", person.given_name)
    yield from _optional_text("Surname", person.surname)
    yield from _optional_text("PersonalIdCode", person.personal_code)
    yield from _optional_text("Residency", person.residency)


def _record(capsule: Capsule) -> Nodes:
    yield "RecordGuid", capsule.guid
    yield "RecordType", capsule.kind
    yield "RecordOriginalIdentifier", capsule.identifier
    yield from _datetime("RecordDateRegistered", capsule.registered_at)
    yield "RecordTitle", capsule.title
    yield from _optional_text("RecordLanguage", capsule.language)
    yield from _optional_text("RecordAbstract", capsule.abstract)
    yield from _day("ReplyDueDate", capsule.reply_due)


def _restriction(restriction: Restriction) -> Nodes:
    yield from _optional_text("RestrictionIdentifier", restriction.identifier)
    yield from _day("RestrictionBeginDate", restriction.begins)
    yield from _day("RestrictionEndDate", restriction.ends)
    yield from _optional_text("RestrictionEndEvent", restriction.end_event)
    yield from _day("RestrictionInvalidSince", restriction.invalid_since)
    yield "RestrictionBasis", restriction.basis
    yield "InformationOwner", restriction.owner


def _signature(signature: Signature) -> Nodes:
    yield from _optional_text("SignatureType", signature.kind)
    yield from _optional_text("Signer", signature.signer)
    yield from _optional_text("Verified", signature.verified)
    yield from _datetime("SignatureVerificationDate", signature.verified_at)


def _file(file: CapsuleFile) -> Nodes:
    yield "FileGuid", file.guid
    if file.is_main is not None:
        yield "RecordMainComponent", "true" if file.is_main else "false"
    yield "FileName", file.name
    yield "MimeType", file.mime_type
    if file.size is not None:
        yield "FileSize", str(file.size)
    yield "ZipBase64Content", file.packed


def _optional_text(name: str, text: str) -> Nodes:
    if text:
        yield name, text


def _day(name: str, value: date | None) -> Nodes:
    if value is not None:
        yield name, value.isoformat()


def _datetime(name: str, value: datetime | None) -> Nodes:
    if value is not None:
        yield name, value.isoformat()


def _optional(name: str, value: Value | None, nodes: Callable[[Value], Nodes]) -> Nodes:
    if value is not None:
        yield name, list(nodes(value))
