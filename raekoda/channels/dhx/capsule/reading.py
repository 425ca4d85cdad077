"""A checked tree to typed values."""

from __future__ import annotations

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
    Source,
)
from raekoda.channels.dhx.capsule.parsing import parsed

IN_ADDRESS = (
    "Street", "HouseNumber", "BuildingPartNumber", "LandUnit", "SmallPlace", "AdministrativeUnit", "LocalGovernment",
    "County", "PostalCode", "Country",
)  # fmt: skip


def read(content: bytes) -> Capsule:
    """What a capsule says. Raises :class:`raekoda.channels.dhx.capsule.InvalidCapsule` for what is none."""
    root = parsed(content)
    record = _need(root, "RecordMetadata")
    access = _need(root, "Access")
    return Capsule(
        sender=_party(_need(root, "Transport/DecSender")),
        recipients=tuple(_party(each) for each in _all(root, "Transport/DecRecipient")),
        addressees=tuple(_addressee(each) for each in _all(root, "Recipient")),
        guid=_text(record, "RecordGuid").lower(),
        kind=_text(record, "RecordType"),
        identifier=_text(record, "RecordOriginalIdentifier"),
        registered_at=values.moment(_text(record, "RecordDateRegistered")),
        title=_text(record, "RecordTitle"),
        language=_text(record, "RecordLanguage"),
        abstract=_text(record, "RecordAbstract"),
        reply_due=values.day(_text(record, "ReplyDueDate")),
        is_restricted=_text(access, "AccessConditionsCode") == values.RESTRICTED,
        restrictions=tuple(_restriction(each) for each in _all(access, "AccessRestriction")),
        source=_source(_one(root, "Initiator")),
        creator=_optional_contact(_one(root, "RecordCreator")),
        dispatcher=_optional_contact(_one(root, "RecordSenderToDec")),
        signatures=tuple(_signature(each) for each in _all(root, "SignatureMetadata")),
        files=tuple(_file(each) for each in _all(root, "File")),
    )


def _party(element: etree._Element) -> Party:
    return Party(_text(element, "OrganisationCode"), _text(element, "StructuralUnit"), _text(element, "PersonalIdCode"))


def _addressee(element: etree._Element) -> Addressee:
    return Addressee(
        record_guid=_text(element, "RecipientRecordGuid").lower(),
        record_identifier=_text(element, "RecipientRecordOriginalIdentifier"),
        message=_text(element, "MessageForRecipient"),
        contact=_contact(element),
    )


def _source(element: etree._Element | None) -> Source | None:
    if element is None:
        return None
    dated = values.moment(_text(element, "InitiatorRecordDate"))
    return Source(_text(element, "InitiatorRecordOriginalIdentifier"), dated, _contact(element))


def _optional_contact(element: etree._Element | None) -> Contact | None:
    return None if element is None else _contact(element)


def _contact(element: etree._Element) -> Contact:
    organisation, person = _one(element, "Organisation"), _one(element, "Person")
    address = _one(element, "ContactData/PostalAddress")
    parts = [] if address is None else [_text(address, name) for name in IN_ADDRESS]
    return Contact(
        organisation=None if organisation is None else Organisation(*_texts(
            organisation, "Name", "OrganisationCode", "StructuralUnit", "PositionTitle", "Residency"
        )),
        person=None if person is None else Person(*_texts(
            person, "Name", "GivenName", "Surname", "PersonalIdCode", "Residency"
        )),
        phone=_text(element, "ContactData/Phone"),
        email=_text(element, "ContactData/Email"),
        web_page=_text(element, "ContactData/WebPage"),
        address=", ".join(filter(None, (part.strip() for part in parts))),
    )  # fmt: skip


def _restriction(element: etree._Element) -> Restriction:
    return Restriction(
        begins=values.day(_text(element, "RestrictionBeginDate")),
        ends=values.day(_text(element, "RestrictionEndDate")),
        basis=_text(element, "RestrictionBasis"),
        owner=_text(element, "InformationOwner"),
        identifier=_text(element, "RestrictionIdentifier"),
        end_event=_text(element, "RestrictionEndEvent"),
        invalid_since=values.day(_text(element, "RestrictionInvalidSince")),
    )


def _signature(element: etree._Element) -> Signature:
    kind, signer, verified = _texts(element, "SignatureType", "Signer", "Verified")
    return Signature(kind, signer, verified, values.moment(_text(element, "SignatureVerificationDate")))


def _file(element: etree._Element) -> CapsuleFile:
    size, main = _text(element, "FileSize"), _text(element, "RecordMainComponent")
    return CapsuleFile(
        guid=_text(element, "FileGuid").lower(),
        name=_text(element, "FileName"),
        mime_type=_text(element, "MimeType"),
        packed=_text(element, "ZipBase64Content"),
        size=values.integer(size) if size else None,
        is_main=values.boolean(main) if main else None,
    )


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))


def _one(element: etree._Element, path: str) -> etree._Element | None:
    return element.find(_path(path))


def _need(element: etree._Element, path: str) -> etree._Element:
    found = _one(element, path)
    assert found is not None, path
    return found


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall(_path(path))


def _text(element: etree._Element, path: str) -> str:
    return element.findtext(_path(path)) or ""


def _texts(element: etree._Element, *paths: str) -> tuple[str, ...]:
    return tuple(_text(element, path) for path in paths)
