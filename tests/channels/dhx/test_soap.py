"""Over real HTTP: our client and our endpoint against each other, and each against zeep and the official description."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from django.db import connections
from lxml import etree
from pytest_django.live_server_helper import LiveServer
from requests import Session
from zeep import Client as Zeep
from zeep.transports import Transport

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import actions, client
from raekoda.channels.dhx.actions import Letter
from raekoda.channels.dhx.client import Connection, RequestFailed
from raekoda.channels.dhx.models import Direction, Document, OwnAddress, Participant, Route
from raekoda.channels.dhx.soap import envelopes
from raekoda.channels.dhx.soap.mime import MultipartMessage, build_message, parse_message
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.core.xroad import soap
from raekoda.platform.deliveries.actions import retry
from raekoda.platform.deliveries.models import Delivery, Status
from tests.casework.cases.conftest import make_user
from tests.channels.dhx.calls import CITY, SENDER, headers
from tests.channels.dhx.conftest import deliver, make_address
from tests.channels.dhx.samples import made_bytes, schema
from tests.conftest import make_municipality
from tests.shared_data import shared


class WithAttachment(Transport):
    """Zeep's own envelopes, with a capsule attached to them: zeep itself knows no attachments. Loads nothing from afar."""

    def __init__(self, capsule: bytes) -> None:
        session = Session()
        session.trust_env = False
        super().__init__(session=session, timeout=20)
        self.capsule = capsule

    def post_xml(self, address: str, envelope: Any, headers: dict[str, str]) -> Any:
        body, content_type = build_message(MultipartMessage(etree.tostring(envelope), {"doc": self.capsule}))
        return self.post(address, body, {**headers, "Content-Type": content_type})

    def load(self, url: str) -> bytes:
        if "127.0.0.1" in url or "localhost" in url or url.startswith("/"):
            return super().load(url)
        if url.endswith("representation.xsd"):
            return shared(
                "egov", "dhx", "dhx-adapter-core", "src", "main", "resources", "representation.xsd"
            ).read_bytes()
        folder = ("egov", "x-road", "src", "addons", "wsdlvalidator", "src", "test", "resources", "xsd")
        return shared(*folder, url.rpartition("/")[2]).read_bytes()


def zeep_headers() -> dict[str, Any]:
    def member(said: Any) -> dict[str, str]:
        return {"objectType": "SUBSYSTEM", "xRoadInstance": said.instance, "memberClass": said.member_class,
                "memberCode": said.code, "subsystemCode": said.subsystem}  # fmt: skip

    service = {**member(CITY), "objectType": "SERVICE", "serviceCode": "sendDocument", "serviceVersion": "v1"}
    return {
        "client": member(SENDER),
        "service": service,
        "id": "1",
        "userId": "EE60001019906",
        "protocolVersion": "4.0",
    }


@pytest.fixture
def city(live_server: LiveServer) -> Iterator[Municipality]:
    """Tartu, served over HTTP, with its address."""
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        make_address(municipality, "75006546")
        yield municipality


@pytest.fixture
def elva(city: Municipality, live_server: LiveServer, settings: Any) -> Municipality:
    """Elva in the same installation: each has the other in its address book, over the same security server."""
    settings.RAEKODA_DHX_SERVER = f"{live_server.url}/dhx/"
    municipality = make_municipality("0171", "Elva vald", "Tartu maakond", "elva")
    Participant.objects.create(municipality=city, name="Elva Vallavalitsus", registry_code="75006500")
    with municipality_scope(municipality):
        make_address(municipality, "75006500", "Elva Vallavalitsus")
    return municipality


@pytest.mark.parametrize("which", ["our own description", "the official one"])
def test_zeep_sends_to_our_door(which: str, city: Municipality, live_server: LiveServer) -> None:
    own = f"{live_server.url}/dhx/?wsdl"
    wsdl = own if which.startswith("our") else str(shared("egov", "dhx-spec", "docs", "dhx.wsdl"))
    zeep = Zeep(wsdl, transport=WithAttachment(made_bytes()))
    (binding,) = zeep.wsdl.bindings
    service = zeep.create_service(str(binding), f"{live_server.url}/dhx/")

    def send() -> Any:
        answer = service.sendDocument(
            DHXVersion="1.0", consignmentId="zeep-1", documentAttachment="cid:doc", _soapheaders=zeep_headers()
        )
        return getattr(answer, "body", answer)

    first, second = send(), send()
    document = Document.objects.get()
    assert (first.receiptId, first.fault) == (document.ref, None)
    assert (second.fault.faultCode, second.receiptId) == ("DHX.Duplicate", None)
    assert document.capsule.open().read() == made_bytes()


def test_zeep_and_the_official_schema_understand_our_calls(city: Municipality, live_server: LiveServer) -> None:
    zeep = Zeep(str(shared("egov", "dhx-spec", "docs", "dhx.wsdl")), transport=WithAttachment(b""))
    call = envelopes.send_document(
        headers(represented="7000", represented_class="GOV"),
        consignment_id="7",
        attachment="doc",
        recipient="75",
        system="x",
    )
    body = etree.fromstring(call).find(f"{{{soap.SOAP}}}Body")
    assert body is not None
    element = zeep.wsdl.types.get_element(f"{{{envelopes.DHX}}}sendDocument")
    read = element.parse(body[0], zeep.wsdl.types)
    assert (read.DHXVersion, read.recipient, read.recipientSystem, read.consignmentId, read.documentAttachment) == (
        "1.0", "75", "x", "7", "cid:doc",
    )  # fmt: skip
    header = etree.fromstring(call).find(f"{{{soap.SOAP}}}Header")
    assert header is not None
    kinds = zeep.wsdl.types
    for each in header:
        assert kinds.get_element(each.tag).parse(each, kinds) is not None
    content, content_type = build_message(MultipartMessage(call, {"doc": made_bytes()}))
    assert content_type.startswith('multipart/related; type="text/xml"; start="<envelope>"')
    assert parse_message(content, content_type) == MultipartMessage(call, {"doc": made_bytes()})


def test_our_client_and_our_door(city: Municipality, live_server: LiveServer) -> None:
    way = Connection(f"{live_server.url}/dhx/", SENDER, CITY)
    first = client.send_document(way, made_bytes(), consignment_id="1")
    again = client.send_document(way, made_bytes(), consignment_id="1")
    assert first.receipt_id == Document.objects.get().ref
    assert again.fault_code == "DHX.Duplicate"
    with pytest.raises(RequestFailed, match="soap fault"):
        client.representees(way)
    with pytest.raises(RequestFailed, match="HTTP 403"):
        client.send_document(Connection(f"{live_server.url}/puudub/", SENDER, CITY), made_bytes(), consignment_id="2")
    with pytest.raises(RequestFailed, match="ConnectError"):
        client.send_document(Connection("http://127.0.0.1:9/", SENDER, CITY), made_bytes(), consignment_id="2")


def test_many_at_once_make_one_case(city: Municipality, live_server: LiveServer) -> None:
    way = Connection(f"{live_server.url}/dhx/", SENDER, CITY)

    def send(_number: int) -> str:
        answer = client.send_document(way, made_bytes(), consignment_id="sama")
        return answer.fault_code or "taken"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(send, range(6)))
    assert answers == ["DHX.Duplicate"] * 5 + ["taken"]
    assert Case.objects.count() == Document.objects.count() == 1


def test_two_municipalities_exchange_a_document_and_its_answer(city: Municipality, elva: Municipality) -> None:
    official = Actor.staff(make_user(city, "oskar", "official"))
    case = cases.open_case(
        cases.CaseDraft(
            municipality=city,
            kind="enquiry",
            text="Kelle tee see on?",
            channel="web",
            contact=cases.ContactData("Mari Maasikas", "mari@example.ee"),
        ),
        Actor.resident(),
    )
    written = actions.write(
        Letter(title="Järelepärimine tee kohta", text="Palun teatage, kelle tee see on."),
        route=Route.DHX, participant=Participant.objects.get(), case=case, actor=official,
    )  # fmt: skip
    assert schema().validate(etree.fromstring(written.capsule.open().read()))
    assert deliver() == [Status.SENT]
    written.refresh_from_db()
    with municipality_scope(elva):
        arrived = Document.objects.select_related("case").get()
        assert arrived.capsule.open().read() == written.capsule.open().read(), "the very same capsule"
        assert (arrived.ref, arrived.title, arrived.guid) == (
            written.receipt_id,
            "Järelepärimine tee kohta",
            written.guid,
        )
        assert [each.name for each in arrived.case.attachments.all()] == ["kiri.docx"]
        theirs = Actor.staff(make_user(elva, "elvakas", "official"))
        cases.answer(arrived.case, text="Tee on riigi oma.", outcome="answered", actor=theirs)
        back = Document.objects.get(direction=Direction.OUT)
        assert back.participant is not None, "the sender was entered in the address book"
        assert deliver() == [Status.SENT]
    case.refresh_from_db()
    reply = Document.objects.get(direction=Direction.IN)
    assert (reply.case_id, reply.reply_to_id) == (case.pk, written.pk)
    assert Case.objects.count() == 1, "the answer stands on the case that asked"
    assert case.messages.get(kind="note").attachments.get().name == "kiri.docx"


class Cut(BaseHTTPRequestHandler):
    """Hands the call on to the real endpoint and then hangs up: what the sender sees of a connection that breaks."""

    target = ""
    hangs = 0.0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        httpx.post(self.target, content=body, headers={"Content-Type": self.headers["Content-Type"]}, trust_env=False)
        time.sleep(self.hangs)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def cutting(target: str, hangs: float) -> Iterator[str]:
    handler = type("CutHere", (Cut,), {"target": target, "hangs": hangs})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("hangs", [0, 3], ids=["cut off", "time-out"])
def test_a_connection_that_breaks_after_arrival_gives_one_document(
    hangs: float, city: Municipality, elva: Municipality, live_server: LiveServer, settings: Any
) -> None:
    official = Actor.staff(make_user(city, "oskar", "official"))
    letter = Letter(title="Kiri", text="Tere")
    written = actions.write(letter, route=Route.DHX, participant=Participant.objects.get(), actor=official)
    settings.RAEKODA_DHX_SECONDS = 2 if hangs else 120
    with cutting(settings.RAEKODA_DHX_SERVER, hangs) as address:
        settings.RAEKODA_DHX_SERVER = address
        assert deliver() == [Status.WAITING], "nobody knows that it arrived"
    settings.RAEKODA_DHX_SERVER = f"{live_server.url}/dhx/"
    assert deliver() == [Status.SENT]
    assert Delivery.objects.get().answer == {"receipt": "", "duplicate": True}
    written.refresh_from_db()
    assert written.state == "sent"
    with municipality_scope(elva):
        assert Document.objects.count() == Case.objects.count() == 1
        assert Document.objects.get().consignment_id == written.consignment_id


def test_what_the_other_side_refuses_is_seen_and_can_be_sent_anew(
    city: Municipality, elva: Municipality, settings: Any
) -> None:
    official = Actor.staff(make_user(city, "oskar", "official"))
    with municipality_scope(elva):
        OwnAddress.objects.update(is_active=False)
    written = actions.write(
        Letter(title="Kiri", text="Tere"), route=Route.DHX, participant=Participant.objects.get(), actor=official
    )
    assert deliver() == [Status.REFUSED]
    written.refresh_from_db()
    assert (written.state, "Nobody here" in written.problem) == ("failed", True)
    with municipality_scope(elva):
        OwnAddress.objects.update(is_active=True)
    retry(Delivery.objects.get(), actor=official)
    assert deliver() == [Status.SENT]
    written.refresh_from_db()
    assert (written.state, written.problem) == ("sent", "")


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    connections.close_all()
