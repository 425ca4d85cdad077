"""Envelopes read and written: headers of X-Road, the two operations and their answers, faults."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote

from lxml import etree

from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.soap import MAX_VALUE, Headers, InvalidMessage, SoapFault, fault
from raekoda.platform.core.xroad.soap import put as _put
from raekoda.platform.core.xroad.soap import q as _q
from raekoda.platform.core.xroad.soap import to_bytes as _bytes

DHX = "http://dhx.x-road.eu/producer"
XOP_INCLUDE = "{http://www.w3.org/2004/08/xop/include}Include"
NAMES = {"dhx": DHX}
SEND, REPRESENTATIONS = "sendDocument", "representationList"


__all__ = ["Headers", "SoapFault", "fault"]


@dataclass(frozen=True)
class Request:
    """A received call: its operation, the unchanged X-Road headers, and the parameters by name."""

    operation: str
    headers: Headers
    header: etree._Element
    parameters: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True)
class Receipt:
    """The answer of the other side: a receipt, or a fault with its code."""

    receipt_id: str = ""
    fault_code: str = ""
    fault_message: str = ""


@dataclass(frozen=True)
class Representee:
    """An organisation that an intermediary serves."""

    code: str
    name: str
    since: datetime
    system: str = ""
    until: datetime | None = None


def read_request(envelope: bytes, attachments: Mapping[str, bytes]) -> Request:
    """A call of either operation. Raises :class:`InvalidMessage` when it is neither."""
    header, body = soap.parse_envelope(envelope)
    operation = body[0] if len(body) else None
    name = etree.QName(operation).localname if operation is not None else ""
    if operation is None or operation.tag not in (_q(DHX, SEND), _q(DHX, REPRESENTATIONS)):
        raise InvalidMessage("The body calls neither sendDocument nor representationList.")
    if header is None:
        raise InvalidMessage("The X-Road headers are missing.")
    parameters = {
        etree.QName(each).localname: (each.text or "").strip()
        for each in operation
        if each.tag.startswith(f"{{{DHX}}}")
    }
    return Request(name, soap.parse_headers(header), header, parameters, _attached(operation, attachments))


def read_receipt(envelope: bytes) -> Receipt:
    """The answer to sendDocument. Raises :class:`SoapFault`, and :class:`InvalidMessage` when it is no answer."""
    _header, body = soap.parse_envelope(envelope)
    answer = soap.require_no_fault(body).find(_q(DHX, "sendDocumentResponse"))
    if answer is None:
        raise InvalidMessage("This is no answer to sendDocument.")
    rejection = answer.find(_q(DHX, "fault"))
    if rejection is not None and len(rejection):
        code = (rejection.findtext(_q(DHX, "faultCode")) or "").strip()
        return Receipt(
            fault_code=code or "DHX", fault_message=(rejection.findtext(_q(DHX, "faultString")) or "").strip()
        )
    receipt = (answer.findtext(_q(DHX, "receiptId")) or "").strip()
    return Receipt(receipt_id=receipt[:MAX_VALUE])


def read_representees(envelope: bytes) -> list[dict[str, str]]:
    """The organisations an intermediary serves: code, name, system, startDate, endDate as text. Raises as
    :func:`read_receipt`."""
    _header, body = soap.parse_envelope(envelope)
    if soap.require_no_fault(body).find(_q(DHX, "representationListResponse")) is None:
        raise InvalidMessage("This is no answer to representationList.")
    return [
        {etree.QName(part).localname: (part.text or "").strip() for part in each}
        for each in body.iter(_q(DHX, "representee"))
    ]


def send_document(
    headers: Headers, *, consignment_id: str, attachment: str, recipient: str = "", system: str = ""
) -> bytes:
    """A call of sendDocument whose capsule is attached under the content identifier ``attachment``."""
    envelope, body = _envelope(soap.build_headers(replace(headers, operation=SEND), NAMES))
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
    envelope, body = _envelope(soap.build_headers(replace(headers, operation=REPRESENTATIONS), NAMES))
    etree.SubElement(body, _q(DHX, REPRESENTATIONS))
    return _bytes(envelope)


def receipt(request: Request, receipt_id: str) -> bytes:
    """The answer to a received document."""
    envelope, body = _envelope(_echoed(request))
    _put(etree.SubElement(body, _q(DHX, "sendDocumentResponse")), DHX, "receiptId", receipt_id)
    return _bytes(envelope)


def rejection(request: Request, code: str, message: str) -> bytes:
    """The answer to a rejected document, as the protocol defines it."""
    envelope, body = _envelope(_echoed(request))
    answer = etree.SubElement(body, _q(DHX, "sendDocumentResponse"))
    fault = etree.SubElement(answer, _q(DHX, "fault"))
    _put(fault, DHX, "faultCode", code)
    _put(fault, DHX, "faultString", message)
    _put(answer, DHX, "receiptId", "")
    return _bytes(envelope)


def representees(request: Request, organisations: Sequence[Representee]) -> bytes:
    """The answer to representationList."""
    envelope, body = _envelope(_echoed(request))
    answer = etree.SubElement(body, _q(DHX, "representationListResponse"))
    rows = etree.SubElement(answer, _q(DHX, "representees"))
    for each in organisations:
        row = etree.SubElement(rows, _q(DHX, "representee"))
        _put(row, DHX, "memberCode", each.code)
        _put(row, DHX, "representeeName", each.name)
        if each.system:
            _put(row, DHX, "representeeSystem", each.system)
        _put(row, DHX, "startDate", each.since.isoformat())
        if each.until:
            _put(row, DHX, "endDate", each.until.isoformat())
    return _bytes(envelope)


def _echoed(request: Request) -> etree._Element:
    """The headers of the request, as the message protocol requires in the answer."""
    return soap.echo_headers(request.header)


def _envelope(header: etree._Element | None) -> tuple[etree._Element, etree._Element]:
    return soap.envelope(header, NAMES)


def _attached(operation: etree._Element, attachments: Mapping[str, bytes]) -> bytes | None:
    """The content that documentAttachment points to: an attachment by ``cid:``, an MTOM include, or base64 in its place."""
    element = operation.find(_q(DHX, "documentAttachment"))
    if element is None:
        return None
    include = element.find(XOP_INCLUDE)
    reference = str(include.get("href", "")) if include is not None else (element.text or "").strip()
    if reference.startswith("cid:"):
        name = reference.removeprefix("cid:")
        return attachments.get(name, attachments.get(unquote(name)))
    try:
        return base64.b64decode("".join(reference.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None
