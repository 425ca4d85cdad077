"""The message protocol 4.0: SOAP 1.1 envelopes with X-Road headers, parsed and built; faults."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from raekoda.platform.core.xml import UnsafeXml, parse, xml_text
from raekoda.platform.core.xroad.names import Member

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
REPRESENTATION = "http://x-road.eu/xsd/representation.xsd"
NAMES = {"soap": SOAP, "xrd": XROAD, "id": IDENTIFIERS, "repr": REPRESENTATION}
PROTOCOL = "4.0"
ECHOED = ("client", "service", "centralService", "id", "userId", "issue", "protocolVersion")
MAX_VALUE = 200


class InvalidMessage(Exception):
    """The message cannot be read; the text says why, in English."""


class SoapFault(Exception):
    """A technical fault."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Headers:
    """Caller and service of a message. ``represented`` is the code of the organisation an intermediary calls for."""

    client: Member
    service: Member
    id: str
    operation: str = ""
    version: str = "v1"
    user: str = ""
    issue: str = ""
    represented: str = ""
    represented_class: str = ""


def parse_envelope(envelope: bytes) -> tuple[etree._Element | None, etree._Element]:
    """Header (None when missing) and body of an envelope. Raises :class:`InvalidMessage`."""
    try:
        root = parse(envelope)
    except UnsafeXml as error:
        raise InvalidMessage(f"The SOAP message cannot be read. {error}") from error
    body = root.find(q(SOAP, "Body"))
    if root.tag != q(SOAP, "Envelope") or body is None:
        raise InvalidMessage("This is no SOAP 1.1 envelope.")
    return root.find(q(SOAP, "Header")), body


def require_no_fault(body: etree._Element) -> etree._Element:
    """Returns ``body``. Raises :class:`SoapFault` when it has a fault."""
    fault_element = body.find(q(SOAP, "Fault"))
    if fault_element is not None:
        raise SoapFault(child_text(fault_element, "faultcode"), child_text(fault_element, "faultstring"))
    return body


def parse_headers(header: etree._Element) -> Headers:
    """The X-Road headers. Raises :class:`InvalidMessage` when a required one is missing."""
    service = header.find(q(XROAD, "service"))
    if header_text(header, "protocolVersion") != PROTOCOL:
        raise InvalidMessage("The X-Road message protocol must be 4.0.")
    represented = header.find(q(REPRESENTATION, "representedParty"))
    return Headers(
        client=_member(header, "client"),
        service=_member(header, "service"),
        id=header_text(header, "id"),
        operation=child_text(service, "serviceCode", IDENTIFIERS),
        version=child_text(service, "serviceVersion", IDENTIFIERS),
        user=header_text(header, "userId"),
        issue=header_text(header, "issue"),
        represented=child_text(represented, "partyCode", REPRESENTATION),
        represented_class=child_text(represented, "partyClass", REPRESENTATION),
    )


def build_headers(headers: Headers, names: dict[str, str] | None = None) -> etree._Element:
    """The header element of a call; ``names`` are further namespaces by their prefix."""
    header = etree.Element(q(SOAP, "Header"), nsmap={**NAMES, **(names or {})})  # type: ignore[arg-type]
    _put_member(header, "client", headers.client)
    service = _put_member(header, "service", headers.service, "SERVICE")
    put(service, IDENTIFIERS, "serviceCode", headers.operation)
    if headers.version:
        put(service, IDENTIFIERS, "serviceVersion", headers.version)
    if headers.represented:
        party = etree.SubElement(header, q(REPRESENTATION, "representedParty"))
        if headers.represented_class:
            put(party, REPRESENTATION, "partyClass", headers.represented_class)
        put(party, REPRESENTATION, "partyCode", headers.represented)
    for name, value in (("id", headers.id), ("userId", headers.user), ("issue", headers.issue)):
        if value:
            put(header, XROAD, name, value)
    put(header, XROAD, "protocolVersion", PROTOCOL)
    return header


def echo_headers(header: etree._Element) -> etree._Element:
    """The headers of a call, as the message protocol requires in the answer."""
    echoed = {q(XROAD, name) for name in ECHOED} | {q(REPRESENTATION, "representedParty")}
    answer = etree.Element(q(SOAP, "Header"), nsmap=NAMES)  # type: ignore[arg-type]
    answer.extend([each for each in header if each.tag in echoed])
    return answer


def envelope(
    header: etree._Element | None, names: dict[str, str] | None = None
) -> tuple[etree._Element, etree._Element]:
    """A new envelope with ``header``, and its empty body."""
    root = etree.Element(q(SOAP, "Envelope"), nsmap={**NAMES, **(names or {})})  # type: ignore[arg-type]
    if header is not None:
        root.append(header)
    return root, etree.SubElement(root, q(SOAP, "Body"))


def fault(code: str, message: str) -> bytes:
    """A technical fault (SOAP 1.1)."""
    root, body = envelope(None)
    fault_element = etree.SubElement(body, q(SOAP, "Fault"))
    etree.SubElement(fault_element, "faultcode").text = f"soap:{code}"
    etree.SubElement(fault_element, "faultstring").text = xml_text(message)
    return to_bytes(root)


def put(parent: etree._Element, namespace: str, name: str, text: str) -> None:
    """A child element with a text."""
    etree.SubElement(parent, q(namespace, name)).text = xml_text(text)


def to_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def q(namespace: str, name: str) -> str:
    """A name in a namespace, as lxml writes it."""
    return f"{{{namespace}}}{name}" if namespace else name


def header_text(header: etree._Element, name: str) -> str:
    """The text of an X-Road header; "" when it is missing."""
    return (header.findtext(q(XROAD, name)) or "").strip()[:MAX_VALUE]


def child_text(element: etree._Element | None, name: str, namespace: str = "") -> str:
    """The text of a child element; "" when there is none."""
    return "" if element is None else (element.findtext(q(namespace, name)) or "").strip()[:MAX_VALUE]


def _member(header: etree._Element, name: str) -> Member:
    element = header.find(q(XROAD, name))
    parts = [
        child_text(element, part, IDENTIFIERS)
        for part in ("xRoadInstance", "memberClass", "memberCode", "subsystemCode")
    ]
    if not all(parts[:3]):
        raise InvalidMessage(f"The X-Road header {name} is missing or names no member.")
    return Member(*parts)


def _put_member(header: etree._Element, name: str, member: Member, kind: str = "") -> etree._Element:
    element = etree.SubElement(header, q(XROAD, name))
    element.set(q(IDENTIFIERS, "objectType"), kind or ("SUBSYSTEM" if member.subsystem else "MEMBER"))
    put(element, IDENTIFIERS, "xRoadInstance", member.instance)
    put(element, IDENTIFIERS, "memberClass", member.member_class)
    put(element, IDENTIFIERS, "memberCode", member.code)
    if member.subsystem:
        put(element, IDENTIFIERS, "subsystemCode", member.subsystem)
    return element
