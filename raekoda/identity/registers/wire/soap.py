"""X-Road message protocol 4.0: SOAP 1.1, document/literal wrapped (2.3)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from raekoda.identity.registers.errors import Trouble
from raekoda.identity.registers.wire import Question, Reply, door
from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.soap import BrokenMessage, Headers, SoapFault

UNKNOWN = ("unknown_person", "not_found")
MOST_NESTED = 20


def ask(question: Question) -> Reply:
    """Ask; raises :class:`Trouble`. A fault in the answer's body that says so means that the person is not known there."""
    answer = door.asked(
        "POST", question.server.rstrip("/") + "/", content=written(question), seconds=question.seconds,
        headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'},
    )  # fmt: skip
    if answer.status >= 300 and "xml" not in answer.headers.get("Content-Type", ""):
        raise Trouble(f"HTTP {answer.status}", is_down=answer.status >= 500)
    try:
        header, body = soap.opened(answer.content)
        soap.without_fault(body)
    except SoapFault as fault:
        raise Trouble(f"fault {fault.code[:80]}", is_down="Server" in fault.code) from fault
    except BrokenMessage as error:
        raise Trouble("answer", is_down=True) from error
    return _read(question, header, body)


def written(question: Question) -> bytes:
    """The envelope of the question; the body's element has the name of the service (2.3)."""
    message = question.message
    headers = Headers(
        client=question.client, service=question.provider, id=str(question.id), operation=message.service,
        version=message.version, user=question.user, issue=question.issue,
    )  # fmt: skip
    envelope, body = soap.envelope(soap.written(headers))
    call = etree.SubElement(body, soap.q(message.namespace, message.service), nsmap={"tns": message.namespace})
    for name, value in message.asked(question.code, question.country).items():
        etree.SubElement(call, name).text = value
    return soap.to_bytes(envelope)


def _read(question: Question, header: etree._Element | None, body: etree._Element) -> Reply:
    message = question.message
    answer = body.find(soap.q(message.namespace, f"{message.service}Response"))
    if answer is None or header is None:
        raise Trouble("answer", is_down=True)
    if not _is_to(question, header):
        raise Trouble("answer to another question", is_down=True)
    content = as_data(answer)
    refusal = content.get("fault") if isinstance(content, dict) else None
    if isinstance(refusal, dict):
        code = str(refusal.get("faultCode") or "")
        if code in UNKNOWN:
            return Reply(None, soap.header_text(header, "requestHash")[:100])
        raise Trouble(f"refused {code[:80]}")
    return Reply(content, soap.header_text(header, "requestHash")[:100])


def _is_to(question: Question, header: etree._Element) -> bool:
    """The answer has the headers of the question (2.2)."""
    try:
        echoed = soap.headers_of(header)
    except BrokenMessage:
        return False
    return (echoed.id, echoed.client, echoed.service, echoed.operation) == (
        str(question.id), question.client, question.provider, question.message.service,
    )  # fmt: skip


def as_data(element: etree._Element, depth: int = 0) -> Any:
    """An element as text, or its children by their local names; children of one name become a list."""
    if not len(element) or depth >= MOST_NESTED:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name, value = etree.QName(child).localname, as_data(child, depth + 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found
