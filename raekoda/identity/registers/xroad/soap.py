"""X-Road message protocol 4.0: SOAP 1.1, document/literal wrapped (2.3)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.xroad import RegisterRequest, RegisterResponse
from raekoda.identity.registers.xroad import client as security_server
from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.soap import Headers, InvalidMessage, SoapFault

UNKNOWN = ("unknown_person", "not_found")
MAX_DEPTH = 20


def send(request: RegisterRequest) -> RegisterResponse:
    """Send a request. A fault of the register for an unknown person gives a response with None. Raises
    :class:`LookupFailed`."""
    answer = security_server.send(
        "POST", request.server.rstrip("/") + "/", content=build_envelope(request), seconds=request.seconds,
        headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'},
    )  # fmt: skip
    if answer.status >= 300 and "xml" not in answer.headers.get("Content-Type", ""):
        raise LookupFailed(f"HTTP {answer.status}", is_down=answer.status >= 500)
    try:
        header, body = soap.parse_envelope(answer.content)
        soap.require_no_fault(body)
    except SoapFault as fault:
        raise LookupFailed(f"fault {fault.code[:80]}", is_down="Server" in fault.code) from fault
    except InvalidMessage as error:
        raise LookupFailed("answer", is_down=True) from error
    return _read(request, header, body)


def build_envelope(request: RegisterRequest) -> bytes:
    """The SOAP envelope of a request; the body element is named after the service (2.3)."""
    message = request.message
    headers = Headers(
        client=request.client, service=request.provider, id=str(request.id), operation=message.service,
        version=message.version, user=request.user, issue=request.issue,
    )  # fmt: skip
    envelope, body = soap.envelope(soap.build_headers(headers))
    call = etree.SubElement(body, soap.q(message.namespace, message.service), nsmap={"tns": message.namespace})
    for name, value in message.asked(request.code, request.country).items():
        soap.put(call, "", name, value)
    return soap.to_bytes(envelope)


def _read(request: RegisterRequest, header: etree._Element | None, body: etree._Element) -> RegisterResponse:
    message = request.message
    answer = body.find(soap.q(message.namespace, f"{message.service}Response"))
    if answer is None or header is None:
        raise LookupFailed("answer", is_down=True)
    if not _answers_request(request, header):
        raise LookupFailed("answer to another question", is_down=True)
    content = to_data(answer)
    refusal = content.get("fault") if isinstance(content, dict) else None
    if isinstance(refusal, dict):
        code = str(refusal.get("faultCode") or "")
        if code in UNKNOWN:
            return RegisterResponse(None, soap.header_text(header, "requestHash")[:100])
        raise LookupFailed(f"refused {code[:80]}")
    return RegisterResponse(content, soap.header_text(header, "requestHash")[:100])


def _answers_request(request: RegisterRequest, header: etree._Element) -> bool:
    """Whether the response has the headers of the request (2.2)."""
    try:
        echoed = soap.parse_headers(header)
    except InvalidMessage:
        return False
    return (echoed.id, echoed.client, echoed.service, echoed.operation) == (
        str(request.id), request.client, request.provider, request.message.service,
    )  # fmt: skip


def to_data(element: etree._Element, depth: int = 0) -> Any:
    """An element as text, or its children by their local names; children of one name become a list."""
    if not len(element) or depth >= MAX_DEPTH:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name, value = etree.QName(child).localname, to_data(child, depth + 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found
