"""Typed values to a capsule that agrees with the schema."""

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
from raekoda.channels.dhx.capsule.parsing import parsed
from raekoda.platform.core.xml import xml_text

NOT_IN_PHONES = re.compile(r"[^0-9 +()\-]")
Each = TypeVar("Each")
Node = tuple[str, "str | list[Node]"]
Nodes = Iterator[Node]


def write(capsule: Capsule) -> bytes:
    """The capsule as XML in UTF-8. Characters that XML cannot hold are left out. Raises
    :class:`raekoda.channels.dhx.capsule.InvalidCapsule` when what is given makes no capsule (no recipient, no file, a
    restriction without its days)."""
    root = _element("DecContainer", list(_capsule(capsule)), {None: NAMESPACE})
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    parsed(content)
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
                *_said("InitiatorRecordOriginalIdentifier", source.identifier),
                *_moment("InitiatorRecordDate", source.dated),
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
    yield from _said("StructuralUnit", party.unit)
    yield from _said("PersonalIdCode", party.personal_code)


def _addressee(addressee: Addressee) -> Nodes:
    yield from _said("RecipientRecordGuid", addressee.record_guid)
    yield from _said("RecipientRecordOriginalIdentifier", addressee.record_identifier)
    yield from _said("MessageForRecipient", addressee.message)
    yield from _contact(addressee.contact)


def _contact(contact: Contact, always_data: bool = False) -> Nodes:
    yield from _maybe("Organisation", contact.organisation, _organisation)
    yield from _maybe("Person", contact.person, _person)
    address: list[Node] = [("PostalAddress", [("Street", contact.address)])] if contact.address else []
    data: list[Node] = [
        *_said("Phone", NOT_IN_PHONES.sub("", contact.phone)),
        *_said("Email", contact.email),
        *_said("WebPage", contact.web_page),
        *address,
    ]
    if data or always_data:
        yield "ContactData", data


def _organisation(organisation: Organisation) -> Nodes:
    yield "Name", organisation.name
    yield from _said("OrganisationCode", organisation.code)
    yield from _said("StructuralUnit", organisation.unit)
    yield from _said("PositionTitle", organisation.position)
    yield from _said("Residency", organisation.residency)


def _person(person: Person) -> Nodes:
    yield "Name", person.name
    yield from _said("GivenName", person.given_name)
    yield from _said("Surname", person.surname)
    yield from _said("PersonalIdCode", person.personal_code)
    yield from _said("Residency", person.residency)


def _record(capsule: Capsule) -> Nodes:
    yield "RecordGuid", capsule.guid
    yield "RecordType", capsule.kind
    yield "RecordOriginalIdentifier", capsule.identifier
    yield from _moment("RecordDateRegistered", capsule.registered_at)
    yield "RecordTitle", capsule.title
    yield from _said("RecordLanguage", capsule.language)
    yield from _said("RecordAbstract", capsule.abstract)
    yield from _day("ReplyDueDate", capsule.reply_due)


def _restriction(restriction: Restriction) -> Nodes:
    yield from _said("RestrictionIdentifier", restriction.identifier)
    yield from _day("RestrictionBeginDate", restriction.begins)
    yield from _day("RestrictionEndDate", restriction.ends)
    yield from _said("RestrictionEndEvent", restriction.end_event)
    yield from _day("RestrictionInvalidSince", restriction.invalid_since)
    yield "RestrictionBasis", restriction.basis
    yield "InformationOwner", restriction.owner


def _signature(signature: Signature) -> Nodes:
    yield from _said("SignatureType", signature.kind)
    yield from _said("Signer", signature.signer)
    yield from _said("Verified", signature.verified)
    yield from _moment("SignatureVerificationDate", signature.verified_at)


def _file(file: CapsuleFile) -> Nodes:
    yield "FileGuid", file.guid
    if file.is_main is not None:
        yield "RecordMainComponent", "true" if file.is_main else "false"
    yield "FileName", file.name
    yield "MimeType", file.mime_type
    if file.size is not None:
        yield "FileSize", str(file.size)
    yield "ZipBase64Content", file.packed


def _said(name: str, text: str) -> Nodes:
    if text:
        yield name, text


def _day(name: str, day: date | None) -> Nodes:
    if day is not None:
        yield name, day.isoformat()


def _moment(name: str, moment: datetime | None) -> Nodes:
    if moment is not None:
        yield name, moment.isoformat()


def _maybe(name: str, each: Each | None, nodes: Callable[[Each], Nodes]) -> Nodes:
    if each is not None:
        yield name, list(nodes(each))
