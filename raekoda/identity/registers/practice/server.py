"""The simulated security server: a real web server implementing PR-REST 1.0.4 and PR-MESS 4.0."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from lxml import etree

from raekoda.identity.registers.practice.registers import People
from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.names import Member, is_name

USER = re.compile(r"[A-Z]{2}[A-Za-z0-9]{1,254}")
NAMESPACE = "http://population.example.ee/producer"
POPULATION, EDUCATION, MANDATES = "rr", "ehis", "paasuke"
REGISTERS = {"population": POPULATION, "education": EDUCATION, "mandates": MANDATES}
SERVICES = {POPULATION: ("residence", "children", "death"), EDUCATION: ("pupils",), MANDATES: ("mandates",)}
PROVIDER = Member("EE-PRACTICE", "GOV", "70000099")
JSON = "application/json;charset=utf-8"


class ServerError(Exception):
    """An X-Road error: type, message, status (PR-REST 4.6)."""

    def __init__(self, kind: str, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.kind, self.words, self.status = kind, words, status


@dataclass
class PracticeServer:
    """Data, allowed clients and behaviour: ``breaks`` are X-Road errors for the next requests, ``hangs_seconds``
    delays every response, ``mixes_up`` responds with the identifier of another request."""

    people: People
    clients: set[str] | None = None
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    hangs_seconds: float = 0.0
    mixes_up: bool = False

    def rest(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """One REST question: status, headers, body."""
        client = self._client(headers.get("x-road-client", ""))
        parts = [unquote(part) for part in path.split("/")[1:]]
        if parts[:1] != ["r1"] or len(parts) < 6 or not all(is_name(part) for part in parts[1:6]):
            raise ServerError("Client.BadRequest", "Error parsing the client's REST request.")
        provider, rest = Member(*parts[1:5]), parts[5:]
        message_id = headers.get("x-road-id", "") or str(uuid4())
        self._note("rest", client, provider, rest[0], message_id, headers.get("x-road-userid", ""),
                   headers.get("x-road-issue", ""))  # fmt: skip
        if headers.get("x-road-userid") and not USER.fullmatch(headers["x-road-userid"]):
            raise ServerError("Client.BadRequest", "X-Road-UserId begins with a country code.")
        self._break()
        if rest == ["allowedMethods"]:
            status, content = 200, self._allowed(provider)
        else:
            status, content = self._rest_service(provider, rest)
        body = json.dumps(content, ensure_ascii=False).encode()
        raw = "\n".join(f"{name}: {value}" for name, value in sorted(headers.items()))
        answer = {
            "Content-Type": JSON,
            "X-Road-Client": headers["x-road-client"],
            "X-Road-Service": "/".join(path.split("/")[2:7]),
            "X-Road-Id": str(uuid4()) if self.mixes_up else message_id,
            "X-Road-Request-Id": str(uuid4()),
            "X-Road-Request-Hash": base64.b64encode(hashlib.sha512(raw.encode()).digest()).decode(),
        }
        return status, answer, body

    def soap(self, content: bytes) -> bytes:
        """One SOAP question: the envelope of the answer. Raises ``SoapFault`` and ``InvalidMessage``."""
        header, body = soap.parse_envelope(content)
        if header is None:
            raise soap.InvalidMessage("Malformed SOAP message: header missing")
        headers = soap.parse_headers(header)
        self._client(headers.client.path)
        if not headers.id:
            raise soap.InvalidMessage("The X-Road header id is missing.")
        self._note("soap", headers.client, headers.service, headers.operation, headers.id, headers.user, headers.issue)
        if headers.user and not USER.fullmatch(headers.user):
            raise soap.InvalidMessage("userId begins with a country code.")
        self._break()
        call = body[0] if len(body) else None
        if call is None or etree.QName(call).localname != headers.operation:
            raise ServerError(
                "Server.ClientProxy.InconsistentHeaders", "The body does not call the service of the header."
            )
        if headers.service.subsystem != POPULATION or headers.operation not in SERVICES[POPULATION]:
            raise ServerError("Server.ServerProxy.UnknownService", f"Unknown service: {headers.operation}")
        if etree.QName(call).namespace != NAMESPACE or headers.version != "v1":
            raise ServerError("Server.ServerProxy.UnknownService", "Unknown version of the service.")
        echoed = soap.echo_headers(header)
        if self.mixes_up:
            echoed.find(soap.q(soap.XROAD, "id")).text = str(uuid4())  # type: ignore[union-attr]
        hashed = etree.SubElement(echoed, soap.q(soap.XROAD, "requestHash"))
        hashed.set("algorithmId", "http://www.w3.org/2001/04/xmlenc#sha512")
        hashed.text = base64.b64encode(hashlib.sha512(content).digest()).decode()
        envelope, answer_body = soap.envelope(echoed)
        answer = etree.SubElement(
            answer_body, soap.q(NAMESPACE, f"{headers.operation}Response"), nsmap={"tns": NAMESPACE}
        )
        found = self.people.population(headers.operation, (call.findtext("personCode") or "").strip())
        _put(answer, found or {"fault": {"faultCode": "unknown_person", "faultString": "This person is not known."}})
        return soap.to_bytes(envelope)

    def _rest_service(self, provider: Member, rest: list[str]) -> tuple[int, Any]:
        if rest[0] not in SERVICES.get(provider.subsystem, ()) or provider.code != PROVIDER.code:
            raise ServerError("Server.ServerProxy.UnknownService", f"Unknown service: {rest[0]}", 500)
        if provider.subsystem == EDUCATION and len(rest) == 5 and rest[1:3] == ["v1", "pupils"] and rest[4] == "study":
            found: Any = self.people.study(rest[3])
        elif (
            provider.subsystem == MANDATES
            and rest[1:3] == ["v1", "delegates"]
            and rest[4:] == ["representees", "mandates"]
        ):
            found = self.people.held(rest[3])
        else:
            return 400, {"title": "Bad request"}
        return (200, found) if found is not None else (404, {"title": "Not found"})

    def _allowed(self, provider: Member) -> dict[str, Any]:
        base = {"object_type": "SERVICE", "xroad_instance": provider.instance, "member_class": provider.member_class,
                "member_code": provider.code, "subsystem_code": provider.subsystem}  # fmt: skip
        return {"service": [{**base, "service_code": code} for code in SERVICES.get(provider.subsystem, ())]}

    def _client(self, text: str) -> Member:
        client = Member.of_path(text)
        if client is None:
            raise ServerError("Client.BadRequest", "X-Road-Client is missing or names no member.")
        if self.clients is not None and str(client) not in self.clients:
            raise ServerError("Server.ServerProxy.AccessDenied", "Request is not allowed.", 500)
        return client

    def _break(self) -> None:
        if self.hangs_seconds:
            time.sleep(self.hangs_seconds)
        if self.breaks:
            raise ServerError(self.breaks.pop(0), "Something on the way broke.", 500)

    def _note(
        self, protocol: str, client: Member, provider: Member, service: str, message_id: str, user: str, issue: str
    ) -> None:
        if message_id and not _is_uuid(message_id):
            raise ServerError("Client.BadRequest", "The message has no UUID.")
        self.asked.append({
            "protocol": protocol, "client": str(client), "provider": str(provider), "service": service,
            "id": message_id, "user": user, "issue": issue,
        })  # fmt: skip


@contextmanager
def running(
    people: People, *, port: int = 0, clients: set[str] | None = None, trust: ssl.SSLContext | None = None
) -> Iterator[PracticeServer]:
    """Run the server on loopback, with TLS when ``trust`` is given; ``url`` is the address for a connection."""
    practice = PracticeServer(people, clients)
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(practice))
    server.daemon_threads = True
    if trust is not None:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    practice.url = f"{'https' if trust else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield practice
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(practice: PracticeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                self._answer(*practice.rest(urlsplit(self.path).path, headers))
            except ServerError as refusal:
                body = {"type": refusal.kind, "message": refusal.words, "detail": str(uuid4())}
                self._answer(
                    refusal.status,
                    {"Content-Type": JSON, "X-Road-Error": refusal.kind},
                    json.dumps(body).encode(),
                )

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            try:
                status, body = 200, practice.soap(content)
            except ServerError as refusal:
                status, body = 500, soap.fault(refusal.kind, refusal.words)
            except soap.InvalidMessage as error:
                status, body = 500, soap.fault("Client.BadRequest", str(error))
            self._answer(status, {"Content-Type": "text/xml; charset=UTF-8"}, body)

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            try:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_args: Any) -> None:
            """Requests contain personal codes and are not logged."""

    return Handler


def _put(parent: etree._Element, content: dict[str, Any]) -> None:
    """Data as unqualified elements; a list becomes several of one name."""
    for name, value in content.items():
        for each in value if isinstance(value, list) else [value]:
            element = etree.SubElement(parent, name)
            if isinstance(each, dict):
                _put(element, each)
            else:
                element.text = str(each)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
