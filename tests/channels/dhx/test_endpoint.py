"""The endpoint: every sample of the state's adapter behaves as its name says; who may call, what is answered."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_scopes import scopes_disabled
from lxml import etree

from raekoda.casework.cases.models import Case
from raekoda.channels.dhx.capsule import Party
from raekoda.channels.dhx.models import Document, OwnAddress, Participant
from raekoda.channels.dhx.rules import is_supported_version, matches_organisation
from raekoda.channels.dhx.soap import envelopes
from raekoda.channels.dhx.soap.envelopes import SoapFault
from raekoda.channels.dhx.soap.mime import InvalidMessage, MultipartMessage, build_message
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.core.xroad import soap
from raekoda.platform.core.xroad.names import Member
from tests.channels.dhx.calls import CITY, SENDER, called, changed, headers, posted, with_body
from tests.channels.dhx.conftest import make_address
from tests.channels.dhx.samples import EGOV, PUBLISHED, made_bytes, named, sample

BEHAVIOUR = {
    "kapsel_21.xml": "taken",
    "kapsel_21_wrong.xml": "DHX.Validation",
    "kapsel_21_not_kapsel.xml": "DHX.Validation",
    "kapsel_21_other_adressee.xml": "DHX.InvalidAddressee",
    "kapsel_21_other_sender.xml": "DHX.Validation",
    "dvk_container_v1_sample.xml": "DHX.Validation",
    "sendDocument_request.xml": "taken",
    "sendDocument_request_subsystem.xml": "taken",
    "sendDocument_request_representee.xml": "taken",
    "sendDocument_request_representee_subsystem.xml": "taken",
    "sendDocument_request_version.xml": "DHX.UnsupportedVersion",
    "payload_sendDocument_request.xml": "taken",
    "payload_sendDocument_request_subsystem.xml": "taken",
    "payload_sendDocument_request_representee.xml": "taken",
    "payload_sendDocument_request_representee_subsystem.xml": "taken",
    "payload_sendDocument_request_version.xml": "DHX.UnsupportedVersion",
    "sendDocument_response.xml": "receipt 12423",
    "sendDocument_response_fault.xml": "DHX.InvalidAddressee",
    "sendDocument_response_soap_fault.xml": "technical fault",
    "representationList.xml": "no intermediary",
    "representationList_request.xml": "representees",
    "representationList_response.xml": "list of representees",
    "representationList_response2.xml": "list of representees",
}
NOT_MESSAGES = {"log4j2.xml", "shared-params.xml", "getSendingOptionsV1.xml", "getSendingOptionsV3.xml"}
"""The log settings of the adapter, X-Road's list of members (see test_address_book), and calls of the closed DVK centre."""


def test_every_published_sample_is_tried() -> None:
    if not EGOV.exists():
        pytest.skip(f"left out: {EGOV} is missing")
    dhx = {path.name for path in PUBLISHED if "dhx" in named(path).split("/")[0] or "dvk" in named(path)}
    assert dhx <= set(BEHAVIOUR) | NOT_MESSAGES


@pytest.fixture
def municipalities(municipality: Municipality, other_municipality: Municipality, settings: Any) -> None:
    """The organisations of the samples: 401 itself, a system of it, and 500, which it serves as an intermediary."""
    make_address(municipality, "401")
    make_address(municipality, "401", subsystem="DHX.system")
    make_address(other_municipality, "500", is_represented=True)
    make_address(other_municipality, "500", is_represented=True, subsystem="DHX.system")
    settings.RAEKODA_DHX_INTERMEDIARY = "ee-dev/GOV/401/DHX"


@pytest.mark.parametrize("path", [path for path in PUBLISHED if path.name in BEHAVIOUR], ids=named)
def test_every_sample_behaves_as_its_name_says(path: Path, municipalities: None, client: Client, settings: Any) -> None:
    content, name = path.read_bytes(), path.name
    if name.startswith("representationList"):
        assert _of_representees(name, content, client, settings) == BEHAVIOUR[name]
        return
    if "_response" in name:
        assert _of_answer(content) == BEHAVIOUR[name]
        return
    capsule, envelope = sample("endpoint/kapsel_21.xml"), sample("endpoint/sendDocument_request.xml")
    if name.startswith("payload_"):
        envelope = with_body(envelope, content)
    elif name.startswith("sendDocument_"):
        envelope = content
    else:
        capsule = content
    if b">500<" in envelope:
        capsule = sample("endpoint/kapsel_21_other_adressee.xml")
    if "subsystem" in name and "representee" not in name:
        assert b"DHX.system" in envelope or name.startswith("payload_")
    answer = posted(client, envelope, capsule)
    with scopes_disabled():
        taken = list(Document.objects.select_related("municipality", "case", "address"))
    assert (answer.fault_code or "taken") == BEHAVIOUR[name], answer
    assert bool(answer.receipt_id) == (not answer.fault_code) == bool(taken)
    if taken:
        (document,) = taken
        assert document.capsule.open().read() == capsule, "kept whole"
        assert document.case is not None
        assert (document.consignment_id, document.partner_code) == ("9999", "400")
        assert document.municipality.code == ("0171" if b">500<" in envelope else "0793")
        assert posted(client, envelope, capsule).fault_code == "DHX.Duplicate"


def _of_answer(content: bytes) -> str:
    try:
        answer = envelopes.read_receipt(content)
    except SoapFault as fault:
        return "technical fault" if "not found" in fault.message else fault.words
    return answer.fault_code or f"receipt {answer.receipt_id}"


def _of_representees(name: str, content: bytes, client: Client, settings: Any) -> str:
    if "_response" in name:
        rows = envelopes.read_representees(content)
        assert len(rows) == content.count(b"<ns3:representee>") > 0
        assert all(row["memberCode"] in ("500", "510") and row["startDate"] for row in rows)
        return "list of representees"
    if name == "representationList.xml":
        settings.RAEKODA_DHX_INTERMEDIARY = ""
    answer = client.post("/dhx/", content, content_type="text/xml")
    try:
        rows = envelopes.read_representees(answer.content)
    except SoapFault as fault:
        return "no intermediary" if "no intermediary" in fault.message else fault.words
    assert [(row["memberCode"], row.get("representeeSystem", "")) for row in rows] == [("500", ""), ("500", "system")]
    return "representees"


def test_a_document_becomes_a_case(client: Client, address: OwnAddress, authority: Participant) -> None:
    answer = called(client, made_bytes())
    document = Document.objects.select_related("case__contact").get()
    case = document.case
    assert answer.receipt_id == document.ref
    assert case is not None
    assert (case.channel, case.kind, case.subject, case.is_public) == ("exchange", "memo", "Arvamuse küsimine", False)
    assert case.messages.get().text == "Arvamuse küsimine\n\nPalume linna arvamust kavandatava jalgtee kohta."
    assert case.contact is not None
    assert (case.contact.name, case.contact.email) == ("Näidisamet (Kalle Kask)", ""), (
        "it is answered by the exchange alone"
    )
    assert [each.name for each in case.attachments.all()] == ["kiri.txt"]
    assert (document.partner_name, document.identifier, document.participant) == ("Näidisamet", "7-1/123", authority)
    line = JournalEntry.objects.get(action="exchange.receive")
    assert "Kask" not in str(line.data) and "Arvamuse" not in str(line.data)


def test_the_way_in_is_for_the_security_server_alone(client: Client, address: OwnAddress, settings: Any) -> None:
    def status(**extra: Any) -> int:
        return client.post("/dhx/", b"x", content_type="text/xml", **extra).status_code

    assert status() == 500, "allowed, and the error is reported"
    settings.RAEKODA_DHX_NETWORKS = ["10.1.0.0/16"]
    assert status() == 403
    assert status(REMOTE_ADDR="10.1.2.3") == 500
    settings.RAEKODA_DHX_KEY = "võti-proxylt"
    assert status(REMOTE_ADDR="10.1.2.3") == 403, "both are asked for where both are set"
    assert status(REMOTE_ADDR="10.1.2.3", headers={"X-Raekoda-Dhx-Key": "vale"}) == 403
    settings.RAEKODA_DHX_KEY = "voti-proxylt"
    assert status(REMOTE_ADDR="10.1.2.3", headers={"X-Raekoda-Dhx-Key": "voti-proxylt"}) == 500
    settings.RAEKODA_DHX_NETWORKS = []
    assert status(headers={"X-Raekoda-Dhx-Key": "voti-proxylt"}) == 500
    settings.RAEKODA_DHX_KEY = ""
    assert status() == 403, "nothing set: nobody is let in"
    assert not Document.objects.exists()


NOT_TAKEN: dict[str, tuple[dict[str, Any], str]] = {
    "no version": ({"before": r"<dhx:DHXVersion>.*?</dhx:DHXVersion>", "after": ""}, "DHX.Validation"),
    "another version": ({"before": r">1\.0<", "after": ">2.1.3<"}, "DHX.UnsupportedVersion"),
    "a minor version is understood": ({"before": r">1\.0<", "after": ">1.0.9<"}, ""),
    "no consignment": ({"before": "<dhx:consignmentId>.*?</dhx:consignmentId>", "after": ""}, "DHX.Validation"),
    "empty consignment": ({"before": ">saadetis<", "after": "> <"}, "DHX.Validation"),
    "no attachment": ({"before": "cid:doc", "after": "cid:muu"}, "DHX.Validation"),
    "nothing attached": ({"before": "<dhx:documentAttachment>.*?</dhx:documentAttachment>", "after": ""}, "DHX.Validation"),
    "another authority": ({"before": "75006546", "after": "75009999"}, "DHX.InvalidAddressee"),
    "another system": (
        {"before": "(75006546</id:memberCode><id:subsystemCode>DHX)", "after": r"\1.muu"}, "DHX.InvalidAddressee",
    ),
    "another instance": ({"before": "(service.*?)ee-dev", "after": r"\1ee-test"}, "DHX.InvalidAddressee"),
    "another sender": ({"before": "70000001", "after": "70000002"}, "DHX.Validation"),
    "unknown parameters are skipped": (
        {"before": "</dhx:sendDocument>", "after": "<dhx:uus>x</dhx:uus><m xmlns='urn:m'/></dhx:sendDocument>"}, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_what_is_not_taken_is_reported_by_its_code(name: str, client: Client, address: OwnAddress) -> None:
    change, code = NOT_TAKEN[name]
    call = envelopes.send_document(headers(), consignment_id="saadetis", attachment="doc")
    answer = posted(client, changed(call, (change["before"], change["after"])), made_bytes())
    assert answer.fault_code == code, answer
    assert Document.objects.exists() is (code == "")
    assert JournalEntry.objects.filter(action="exchange.refuse").count() <= 1


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "text/xml"),
    "no xml": (b"tere", "text/xml"),
    "another document": (b"<a/>", "text/xml"),
    "another call": (
        f'<s:Envelope xmlns:s="{soap.SOAP}"><s:Header/><s:Body><muu/></s:Body></s:Envelope>'.encode(), "text/xml",
    ),
    "no headers": (
        f'<s:Envelope xmlns:s="{soap.SOAP}"><s:Body><d:sendDocument xmlns:d="{envelopes.DHX}"/></s:Body></s:Envelope>'
        .encode(), "text/xml",
    ),
    "entities": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "text/xml"),
    "no boundary": (b"--x", "multipart/related"),
    "broken off": (b"--x\r\nContent-ID: <a>\r\n\r\n<a/>", 'multipart/related; boundary="x"'),
    "part without headers": (b"--x\r\nabc\r\n--x--", "multipart/related; boundary=x"),
    "broken base64": (b"--x\r\nContent-Transfer-Encoding: base64\r\n\r\na\r\n--x--", "multipart/related; boundary=x"),
    "many parts": (b"--x\r\n\r\n" * 40 + b"--x--", "multipart/related; boundary=x"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_gives_a_technical_fault(name: str, client: Client, address: OwnAddress) -> None:
    body, content_type = BROKEN[name]
    answer = client.post("/dhx/", body, content_type=content_type)
    assert answer.status_code == 500
    with pytest.raises(SoapFault) as fault:
        envelopes.read_receipt(answer.content)
    assert fault.value.code == "soap:Client"
    assert "passwd" not in answer.content.decode() and "root:" not in answer.content.decode()


def test_the_answer_carries_the_headers_of_the_call(client: Client, address: OwnAddress) -> None:
    call = envelopes.send_document(headers(user="EE60001019906"), consignment_id="7", attachment="doc")
    body, content_type = build_message(MultipartMessage(call, {"doc": made_bytes()}))
    root = etree.fromstring(client.post("/dhx/", body, content_type=content_type).content)
    header = root.find(f"{{{soap.SOAP}}}Header")
    assert header is not None
    echoed = {etree.QName(each).localname: "".join(each.itertext()) for each in header}
    assert echoed == {
        "client": "ee-devGOV70000001DHX", "service": "ee-devGOV75006546DHXsendDocumentv1", "id": "64a3ddbd",
        "userId": "EE60001019906", "protocolVersion": "4.0",
    }  # fmt: skip


def test_base64_in_place_and_mtom_are_understood_too(client: Client, address: OwnAddress) -> None:
    call = envelopes.send_document(headers(), consignment_id="7", attachment="doc")
    inline = changed(call, ("cid:doc", base64.b64encode(made_bytes()).decode()))
    assert posted(client, inline, None).receipt_id
    include = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:doc"/>'
    mtom = changed(call, ("cid:doc", include), (">7<", ">8<"))
    assert posted(client, mtom, made_bytes()).receipt_id


def test_a_container_beyond_the_limit(client: Client, address: OwnAddress, settings: Any) -> None:
    settings.RAEKODA_DHX_BYTES = 1000
    assert called(client, made_bytes()).fault_code == "DHX.SizeLimitExceeded"
    huge = client.post("/dhx/", b"x" * (settings.RAEKODA_DHX_BYTES * 2 + 5_000_000), content_type="text/xml")
    assert huge.status_code == 413


def test_an_intermediary_is_believed_only_when_it_is_known(
    client: Client, address: OwnAddress, municipality: Municipality
) -> None:
    middle = Member("ee-dev", "COM", "30000001", "DHX")
    call = envelopes.send_document(headers(client=middle, represented="70000001"), consignment_id="1", attachment="doc")
    assert posted(client, call, made_bytes()).fault_code == "DHX.Validation"
    Participant.objects.create(
        municipality=municipality, name="Vahendaja", registry_code="30000001", member_class="COM", is_intermediary=True
    )
    assert posted(client, call, made_bytes()).receipt_id
    other = changed(call, ("partyCode>70000001", "partyCode>70000009"), (">1<", ">2<"))
    assert posted(client, other, made_bytes()).fault_code == "DHX.Validation", "it brings another's document"


def test_consignments_are_distinguished_by_sender(client: Client, address: OwnAddress) -> None:
    assert called(client, made_bytes()).receipt_id
    other = Member("ee-dev", "GOV", "70000002", "DHX")
    call = envelopes.send_document(headers(client=other), consignment_id="saadetis", attachment="doc")
    assert posted(client, call, made_bytes(sender=Party("70000002"))).receipt_id
    assert called(client, made_bytes(title="Muu")).fault_code == "DHX.Duplicate"
    assert Case.objects.count() == Document.objects.count() == 2


def test_a_document_reaches_the_municipality_it_is_for(
    client: Client, address: OwnAddress, other_municipality: Municipality
) -> None:
    make_address(other_municipality, "75006500")
    call = envelopes.send_document(
        headers(service=Member("ee-dev", "GOV", "75006500", "DHX")), consignment_id="1", attachment="doc"
    )
    assert posted(client, call, made_bytes(recipients=(Party("75006500"),))).receipt_id
    assert not Document.objects.exists()
    with municipality_scope(other_municipality):
        assert Case.objects.get().municipality == other_municipality


@pytest.mark.parametrize(
    ("written", "system", "expected"),
    [("401", "DHX", True), ("DHX.401", "DHX", True), ("dhx.system.401", "DHX.system", True), ("system.401", "system", True),
     ("system", "DHX.system", True), ("DHX.system", "system", True), ("402", "DHX", False), ("muu.401", "DHX.system", False),
     ("DHX", "DHX", False)],
)  # fmt: skip
def test_how_capsules_name_an_organisation(written: str, system: str, expected: bool) -> None:
    assert matches_organisation(written, "401", system) is expected


def test_versions() -> None:
    assert [is_supported_version(version) for version in ("1", "1.0", "1.9.2", "2.0", "0.9", "", "x", "1.0-b")] == [
        True, True, True, False, False, False, False, False,
    ]  # fmt: skip


def test_members_are_written_as_x_road_writes_them() -> None:
    assert (str(CITY), str(SENDER)) == ("ee-dev/GOV/75006546/DHX", "ee-dev/GOV/70000001/DHX")
    assert Member.of("ee-dev/GOV/75006546/DHX") == CITY
    assert Member.of("ee-dev/GOV") is None
    with pytest.raises(InvalidMessage):
        envelopes.read_receipt(b"<a/>")
