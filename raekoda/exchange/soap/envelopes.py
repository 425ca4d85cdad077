"""Envelopes read and written: headers of X-Road, the two operations and their answers, faults."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from lxml import etree

from raekoda.exchange.capsule import InvalidCapsule
from raekoda.exchange.capsule.parsing import tree_of
from raekoda.exchange.rules import Member
from raekoda.exchange.soap.mime import BrokenMessage

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DHX = "http://dhx.x-road.eu/producer"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
REPRESENTATION = "http://x-road.eu/xsd/representation.xsd"
XOP_INCLUDE = "{http://www.w3.org/2004/08/xop/include}Include"
NAMES = {"soap": SOAP, "dhx": DHX, "xrd": XROAD, "id": IDENTIFIERS, "repr": REPRESENTATION}
PROTOCOL = "4.0"
SEND, REPRESENTATIONS = "sendDocument", "representationList"
ECHOED = ("client", "service", "centralService", "id", "userId", "issue", "protocolVersion")
LONGEST = 200


@dataclass(frozen=True)
class Headers:
    """Who calls whom. ``represented`` is the code of an organisation in whose name an intermediary calls."""

    client: Member
    service: Member
    id: str
    operation: str = SEND
    version: str = "v1"
    user: str = ""
    issue: str = ""
    represented: str = ""
    represented_class: str = ""


@dataclass(frozen=True)
class Request:
    """A call as it came: its operation, the X-Road headers as they stood, and the parameters by name."""

    operation: str
    headers: Headers
    header: etree._Element
    parameters: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True)
class Receipt:
    """What the other side answered: a receipt, or a fault with its code."""

    receipt_id: str = ""
    fault_code: str = ""
    fault_words: str = ""


class SoapFault(Exception):
    """A technical fault."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Representee:
    """One whom an intermediary serves."""

    code: str
    name: str
    since: datetime
    system: str = ""
    until: datetime | None = None


def read_request(envelope: bytes, attachments: Mapping[str, bytes]) -> Request:
    """A call of either operation. Raises :class:`BrokenMessage` for what is none."""
    header, body = _header_and_body(envelope)
    operation = body[0] if len(body) else None
    name = etree.QName(operation).localname if operation is not None else ""
    if operation is None or operation.tag not in (_q(DHX, SEND), _q(DHX, REPRESENTATIONS)):
        raise BrokenMessage("The body calls neither sendDocument nor representationList.")
    if header is None:
        raise BrokenMessage("The X-Road headers are missing.")
    parameters = {
        etree.QName(each).localname: (each.text or "").strip()
        for each in operation
        if each.tag.startswith(f"{{{DHX}}}")
    }
    return Request(name, _headers(header), header, parameters, _attached(operation, attachments))


def read_receipt(envelope: bytes) -> Receipt:
    """The answer to sendDocument. Raises :class:`SoapFault`, and :class:`BrokenMessage` for what is no answer."""
    _header, body = _header_and_body(envelope)
    fault = body.find(_q(SOAP, "Fault"))
    if fault is not None:
        raise SoapFault(_child_text(fault, "faultcode"), _child_text(fault, "faultstring"))
    answer = body.find(_q(DHX, "sendDocumentResponse"))
    if answer is None:
        raise BrokenMessage("This is no answer to sendDocument.")
    refusal = answer.find(_q(DHX, "fault"))
    if refusal is not None and len(refusal):
        code = (refusal.findtext(_q(DHX, "faultCode")) or "").strip()
        return Receipt(fault_code=code or "DHX", fault_words=(refusal.findtext(_q(DHX, "faultString")) or "").strip())
    receipt = (answer.findtext(_q(DHX, "receiptId")) or "").strip()
    return Receipt(receipt_id=receipt[:LONGEST])


def read_representees(envelope: bytes) -> list[dict[str, str]]:
    """Whom an intermediary serves: code, name, system, startDate, endDate as text. Raises as :func:`read_receipt`."""
    _header, body = _header_and_body(envelope)
    fault = body.find(_q(SOAP, "Fault"))
    if fault is not None:
        raise SoapFault(_child_text(fault, "faultcode"), _child_text(fault, "faultstring"))
    if body.find(_q(DHX, "representationListResponse")) is None:
        raise BrokenMessage("This is no answer to representationList.")
    return [
        {etree.QName(part).localname: (part.text or "").strip() for part in each}
        for each in body.iter(_q(DHX, "representee"))
    ]


def send_document(
    headers: Headers, *, consignment_id: str, attachment: str, recipient: str = "", system: str = ""
) -> bytes:
    """A call of sendDocument whose capsule is attached under the content identifier ``attachment``."""
    envelope, body = _envelope(_written(headers))
    call = etree.SubElement(body, _q(DHX, SEND))
    _put(call, DHX, "DHXVersion", "1.0")
    if recipient:
        _put(call, DHX, "recipient", recipient)
    if system:
        _put(call, DHX, "recipientSystem", system)
    _put(call, DHX, "consignmentId", consignment_id)
    _put(call, DHX, "documentAttachment", f"cid:{attachment}")
    return _bytes(envelope)


def representation_list(headers: Headers) -> bytes:
    """A call of representationList."""
    envelope, body = _envelope(_written(headers))
    etree.SubElement(body, _q(DHX, REPRESENTATIONS))
    return _bytes(envelope)


def receipt(request: Request, receipt_id: str) -> bytes:
    """The answer to a document that was taken."""
    envelope, body = _envelope(_echoed(request))
    _put(etree.SubElement(body, _q(DHX, "sendDocumentResponse")), DHX, "receiptId", receipt_id)
    return _bytes(envelope)


def refusal(request: Request, code: str, words: str) -> bytes:
    """The answer to a document that was not taken, by the rules of the protocol."""
    envelope, body = _envelope(_echoed(request))
    answer = etree.SubElement(body, _q(DHX, "sendDocumentResponse"))
    fault = etree.SubElement(answer, _q(DHX, "fault"))
    _put(fault, DHX, "faultCode", code)
    _put(fault, DHX, "faultString", words)
    _put(answer, DHX, "receiptId", "")
    return _bytes(envelope)


def representees(request: Request, served: Sequence[Representee]) -> bytes:
    """The answer to representationList."""
    envelope, body = _envelope(_echoed(request))
    answer = etree.SubElement(body, _q(DHX, "representationListResponse"))
    rows = etree.SubElement(answer, _q(DHX, "representees"))
    for each in served:
        row = etree.SubElement(rows, _q(DHX, "representee"))
        _put(row, DHX, "memberCode", each.code)
        _put(row, DHX, "representeeName", each.name)
        if each.system:
            _put(row, DHX, "representeeSystem", each.system)
        _put(row, DHX, "startDate", each.since.isoformat())
        if each.until:
            _put(row, DHX, "endDate", each.until.isoformat())
    return _bytes(envelope)


def fault(code: str, words: str) -> bytes:
    """A technical fault (SOAP 1.1)."""
    envelope, body = _envelope(None)
    told = etree.SubElement(body, _q(SOAP, "Fault"))
    etree.SubElement(told, "faultcode").text = f"soap:{code}"
    etree.SubElement(told, "faultstring").text = words
    return _bytes(envelope)


def _header_and_body(envelope: bytes) -> tuple[etree._Element | None, etree._Element]:
    try:
        root = tree_of(envelope)
    except InvalidCapsule as error:
        raise BrokenMessage(f"The SOAP message cannot be read. {error}") from error
    body = root.find(_q(SOAP, "Body"))
    if root.tag != _q(SOAP, "Envelope") or body is None:
        raise BrokenMessage("This is no SOAP 1.1 envelope.")
    return root.find(_q(SOAP, "Header")), body


def _headers(header: etree._Element) -> Headers:
    service = header.find(_q(XROAD, "service"))
    version = (header.findtext(_q(XROAD, "protocolVersion")) or "").strip()
    if version != PROTOCOL:
        raise BrokenMessage("The X-Road message protocol must be 4.0.")
    return Headers(
        client=_member(header, "client"),
        service=_member(header, "service"),
        id=_header_text(header, "id"),
        operation=_child_text(service, "serviceCode", IDENTIFIERS),
        version=_child_text(service, "serviceVersion", IDENTIFIERS),
        user=_header_text(header, "userId"),
        issue=_header_text(header, "issue"),
        represented=_child_text(header.find(_q(REPRESENTATION, "representedParty")), "partyCode", REPRESENTATION),
        represented_class=_child_text(
            header.find(_q(REPRESENTATION, "representedParty")), "partyClass", REPRESENTATION
        ),
    )


def _member(header: etree._Element, name: str) -> Member:
    element = header.find(_q(XROAD, name))
    parts = [
        _child_text(element, part, IDENTIFIERS)
        for part in ("xRoadInstance", "memberClass", "memberCode", "subsystemCode")
    ]
    if not all(parts[:3]):
        raise BrokenMessage(f"The X-Road header {name} is missing or names no member.")
    return Member(*parts)


def _attached(operation: etree._Element, attachments: Mapping[str, bytes]) -> bytes | None:
    """What documentAttachment points to: an attachment by ``cid:``, an MTOM include, or base64 in its place."""
    element = operation.find(_q(DHX, "documentAttachment"))
    if element is None:
        return None
    include = element.find(XOP_INCLUDE)
    said = str(include.get("href", "")) if include is not None else (element.text or "").strip()
    if said.startswith("cid:"):
        name = said.removeprefix("cid:")
        return attachments.get(name, attachments.get(unquote(name)))
    try:
        return base64.b64decode("".join(said.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _written(headers: Headers) -> etree._Element:
    header = etree.Element(_q(SOAP, "Header"), nsmap=NAMES)  # type: ignore[arg-type]
    _put_member(header, "client", headers.client)
    service = _put_member(header, "service", headers.service, "SERVICE")
    _put(service, IDENTIFIERS, "serviceCode", headers.operation)
    _put(service, IDENTIFIERS, "serviceVersion", headers.version)
    if headers.represented:
        party = etree.SubElement(header, _q(REPRESENTATION, "representedParty"))
        if headers.represented_class:
            _put(party, REPRESENTATION, "partyClass", headers.represented_class)
        _put(party, REPRESENTATION, "partyCode", headers.represented)
    for name, value in (("id", headers.id), ("userId", headers.user), ("issue", headers.issue)):
        if value:
            _put(header, XROAD, name, value)
    _put(header, XROAD, "protocolVersion", PROTOCOL)
    return header


def _put_member(header: etree._Element, name: str, member: Member, kind: str = "") -> etree._Element:
    element = etree.SubElement(header, _q(XROAD, name))
    element.set(_q(IDENTIFIERS, "objectType"), kind or ("SUBSYSTEM" if member.subsystem else "MEMBER"))
    _put(element, IDENTIFIERS, "xRoadInstance", member.instance)
    _put(element, IDENTIFIERS, "memberClass", member.member_class)
    _put(element, IDENTIFIERS, "memberCode", member.code)
    if member.subsystem:
        _put(element, IDENTIFIERS, "subsystemCode", member.subsystem)
    return element


def _echoed(request: Request) -> etree._Element:
    """The headers of the request, as the message protocol wants them in the answer."""
    wanted = {_q(XROAD, name) for name in ECHOED} | {_q(REPRESENTATION, "representedParty")}
    header = etree.Element(_q(SOAP, "Header"), nsmap=NAMES)  # type: ignore[arg-type]
    header.extend([each for each in request.header if each.tag in wanted])
    return header


def _envelope(header: etree._Element | None) -> tuple[etree._Element, etree._Element]:
    envelope = etree.Element(_q(SOAP, "Envelope"), nsmap=NAMES)  # type: ignore[arg-type]
    if header is not None:
        envelope.append(header)
    return envelope, etree.SubElement(envelope, _q(SOAP, "Body"))


def _put(parent: etree._Element, namespace: str, name: str, text: str) -> None:
    etree.SubElement(parent, _q(namespace, name)).text = text


def _bytes(envelope: etree._Element) -> bytes:
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def _q(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _header_text(header: etree._Element, name: str) -> str:
    return (header.findtext(_q(XROAD, name)) or "").strip()[:LONGEST]


def _child_text(element: etree._Element | None, name: str, namespace: str = "") -> str:
    if element is None:
        return ""
    return (element.findtext(_q(namespace, name) if namespace else name) or "").strip()[:LONGEST]
