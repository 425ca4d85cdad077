"""From a validated XML tree to typed values."""

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
from raekoda.channels.dhx.capsule.parsing import parse

ADDRESS_PARTS = (
    "Street", "HouseNumber", "BuildingPartNumber", "LandUnit", "SmallPlace", "AdministrativeUnit", "LocalGovernment",
    "County", "PostalCode", "Country",
)  # fmt: skip


def read(content: bytes) -> Capsule:
    """Parse a capsule. Raises :class:`raekoda.channels.dhx.capsule.InvalidCapsule` when it is invalid."""
    root = parse(content)
    record = _require(root, "RecordMetadata")
    access = _require(root, "Access")
    return Capsule(
        sender=_party(_require(root, "Transport/DecSender")),
        recipients=tuple(_party(each) for each in _all(root, "Transport/DecRecipient")),
        addressees=tuple(_addressee(each) for each in _all(root, "Recipient")),
        guid=_text(record, "RecordGuid").lower(),
        kind=_text(record, "RecordType"),
        identifier=_text(record, "RecordOriginalIdentifier"),
        registered_at=values.parse_datetime(_text(record, "RecordDateRegistered")),
        title=_text(record, "RecordTitle"),
        language=_text(record, "RecordLanguage"),
        abstract=_text(record, "RecordAbstract"),
        reply_due=values.parse_date(_text(record, "ReplyDueDate")),
        is_restricted=_text(access, "AccessConditionsCode") == values.RESTRICTED,
        restrictions=tuple(_restriction(each) for each in _all(access, "AccessRestriction")),
        source=_source(_find(root, "Initiator")),
        creator=_optional_contact(_find(root, "RecordCreator")),
        dispatcher=_optional_contact(_find(root, "RecordSenderToDec")),
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
    dated = values.parse_datetime(_text(element, "InitiatorRecordDate"))
    return Source(_text(element, "InitiatorRecordOriginalIdentifier"), dated, _contact(element))


def _optional_contact(element: etree._Element | None) -> Contact | None:
    return None if element is None else _contact(element)


def _contact(element: etree._Element) -> Contact:
    organisation, person = _find(element, "Organisation"), _find(element, "Person")
    address = _find(element, "ContactData/PostalAddress")
    parts = [] if address is None else [_text(address, name) for name in ADDRESS_PARTS]
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
        begins=values.parse_date(_text(element, "RestrictionBeginDate")),
        ends=values.parse_date(_text(element, "RestrictionEndDate")),
        basis=_text(element, "RestrictionBasis"),
        owner=_text(element, "InformationOwner"),
        identifier=_text(element, "RestrictionIdentifier"),
        end_event=_text(element, "RestrictionEndEvent"),
        invalid_since=values.parse_date(_text(element, "RestrictionInvalidSince")),
    )


def _signature(element: etree._Element) -> Signature:
    kind, signer, verified = _texts(element, "SignatureType", "Signer", "Verified")
    return Signature(kind, signer, verified, values.parse_datetime(_text(element, "SignatureVerificationDate")))


def _file(element: etree._Element) -> CapsuleFile:
    size, main = _text(element, "FileSize"), _text(element, "RecordMainComponent")
    return CapsuleFile(
        guid=_text(element, "FileGuid").lower(),
        name=_text(element, "FileName"),
        mime_type=_text(element, "MimeType"),
        packed=_text(element, "ZipBase64Content"),
        size=values.parse_integer(size) if size else None,
        is_main=values.parse_boolean(main) if main else None,
    )


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))


def _find(element: etree._Element, path: str) -> etree._Element | None:
    return element.find(_path(path))


def _require(element: etree._Element, path: str) -> etree._Element:
    child = _find(element, path)
    assert child is not None, path
    return child


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall(_path(path))


def _text(element: etree._Element, path: str) -> str:
    return element.findtext(_path(path)) or ""


def _texts(element: etree._Element, *paths: str) -> tuple[str, ...]:
    return tuple(_text(element, path) for path in paths)
