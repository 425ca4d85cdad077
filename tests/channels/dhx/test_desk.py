"""Officials look at documents and send them; each opening of a capsule stands in the journal."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as Word

from raekoda.casework.cases.models import Attachment, Case
from raekoda.channels.dhx import actions
from raekoda.channels.dhx.actions import Letter
from raekoda.channels.dhx.capsule import read, unpack
from raekoda.channels.dhx.errors import DhxError
from raekoda.channels.dhx.models import Direction, Document, OwnAddress, Participant, Route, TypeRule
from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Status
from tests.casework.cases.conftest import make_user
from tests.channels.dhx.conftest import deliver, make_address
from tests.channels.dhx.samples import RESTRICTION, letter

Receive = Callable[..., Document]
LIST = "/toolaud/dokumendid/"


def filled(participant: Participant | None = None, **given: Any) -> dict[str, Any]:
    values = {
        "route": "dhx",
        "kind": "Kiri",
        "title": "Vastuskiri",
        "text": "Tere\n\nLinn nõustub.",
        "access": "public",
    }
    return {**values, **({"participant": participant.pk} if participant else {})} | given


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("", {"operator", "official", "service_owner"}),
        ("uus/", {"official", "service_owner"}),
        ("{ref}/", {"operator", "official", "service_owner"}),
        ("{ref}/kapsel/", {"official", "service_owner"}),
        ("{ref}/kapsel/fail/", {"official", "service_owner"}),
    ],
)
def test_who_opens_which_page(path: str, roles: set[str], receive: Receive, municipality: Municipality) -> None:
    path = LIST + path.format(ref=receive().ref)
    client = Client()
    assert client.get(path).status_code == 302
    opened = set()
    for role in Role.values:
        client.force_login(make_user(municipality, role, role))
        if client.get(path).status_code == 200:
            opened.add(role)
    assert opened == roles


def test_another_municipality_sees_nothing_of_it(receive: Receive, other_municipality: Municipality) -> None:
    document = receive()
    with municipality_scope(other_municipality):
        stranger = make_user(other_municipality, "elvakas", Role.OFFICIAL)
    client = Client()
    client.force_login(stranger)
    elva = {"host": "elva.localhost"}
    assert client.get(f"{LIST}{document.ref}/", headers=elva).status_code == 404
    assert client.get(f"{LIST}{document.ref}/kapsel/fail/", headers=elva).status_code == 404
    assert document.ref not in client.get(LIST, headers=elva).content.decode()


def test_a_document_is_shown_and_its_capsule_opened_with_a_trace(receive: Receive, desk: Client) -> None:
    document = receive(
        is_restricted=True, restrictions=(RESTRICTION,), files=(letter(), letter(b"MZ\x90", "programm.exe"))
    )
    assert document.case is not None
    shown = desk.get(LIST).content.decode()
    assert "Arvamuse küsimine" in shown and document.case.number in shown and "asutusesiseseks kasutamiseks" in shown
    assert "Kask" not in shown
    page = desk.get(f"{LIST}{document.ref}/").content.decode()
    assert "AvTS § 35 lg 1 p 12" in page and "programm.exe" in page and "ainult kapslis" in page
    assert "Kask" not in page, "people stand in the capsule alone"
    assert not JournalEntry.objects.filter(action="exchange.look").exists()
    inside = desk.get(f"{LIST}{document.ref}/kapsel/").content.decode()
    assert "Kalle Kask" in inside and "kalle.kask@example.ee" in inside
    file = desk.get(f"{LIST}{document.ref}/kapsel/fail/")
    assert b"".join(file.streaming_content) == document.capsule.open().read()  # type: ignore[attr-defined]
    assert file["Content-Disposition"].startswith("attachment")
    assert list(JournalEntry.objects.filter(action="exchange.look").values_list("data__at", flat=True)) == [
        "contents",
        "file",
    ]


def test_hostile_texts_are_only_ever_shown_escaped(receive: Receive, desk: Client) -> None:
    nasty = "<img src=x onerror=alert(1)>\u202e"
    document = receive(title=nasty, kind=nasty, abstract=nasty, identifier=nasty, files=(letter(b"a", f"{nasty}.txt"),))
    for path in (LIST, f"{LIST}{document.ref}/", f"{LIST}{document.ref}/kapsel/"):
        assert "<img src=x" not in desk.get(path).content.decode()


def test_an_official_sends_a_letter_from_a_case(
    desk: Client, address: OwnAddress, authority: Participant, make_case: Callable[..., Case]
) -> None:
    case = make_case(text="Kas tee saab korda?")
    page = desk.get(f"/toolaud/juhtum/{case.number}/").content.decode()
    assert f"{LIST}uus/?juhtum={case.number}" in page
    given = filled(
        authority,
        uploads=SimpleUploadedFile("lisa.txt", b"Lisa"),
        reply_due=(clock.today() + timedelta(days=5)).isoformat(),
    )
    answer = desk.post(f"{LIST}uus/?juhtum={case.number}", given)
    document = Document.objects.get()
    assert answer.headers["Location"] == f"{LIST}{document.ref}/"
    capsule = read(document.capsule.open().read())
    assert [each.name for each in capsule.files] == ["kiri.docx", "lisa.txt"]
    assert (capsule.identifier, capsule.reply_due) == (case.number, clock.today() + timedelta(days=5))
    paper = Word(io.BytesIO(unpack(capsule.files[0].packed, 10**6).content))
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Tartu linn" in said and "Näidisamet" in said and "Linn nõustub." in said and "Oskar Näidis" in said
    shown = desk.get(f"/toolaud/juhtum/{case.number}/").content.decode()
    assert "Vastuskiri" in shown and "saatmise ootel" in shown


def test_a_restricted_letter_carries_its_mark(desk: Client, address: OwnAddress, authority: Participant) -> None:
    ends = clock.today() + timedelta(days=365)
    desk.post(f"{LIST}uus/", filled(authority, access="restricted", basis="AvTS § 35 lg 1 p 12", ends=ends.isoformat()))
    capsule = read(Document.objects.get().capsule.open().read())
    (restriction,) = capsule.restrictions
    assert (capsule.is_restricted, restriction.ends, restriction.owner) == (True, ends, "Tartu linn")
    paper = Word(io.BytesIO(unpack(capsule.files[0].packed, 10**6).content))
    assert "ASUTUSESISESEKS KASUTAMISEKS" in "\n".join(paragraph.text for paragraph in paper.paragraphs)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"participant": ""}, "Valige aadressiraamatust asutus."),
        ({"title": ""}, "id_title"),
        ({"text": ""}, "Kirjutage kiri või valige failid."),
        ({"access": "restricted"}, "Kirjutage piirangu õiguslik alus."),
        ({"access": "restricted", "basis": "x", "ends": "2020-01-01"}, "Märkige piirangu viimane päev"),
        ({"route": "tuvi"}, "id_route"),
    ],
)
def test_what_is_wrong_with_a_letter_is_said_and_nothing_is_lost(
    change: dict[str, Any], words: str, desk: Client, address: OwnAddress, authority: Participant
) -> None:
    answer = desk.post(f"{LIST}uus/", filled(authority) | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert change.get("title") == "" or 'value="Vastuskiri"' in page
    assert not Document.objects.exists()


def test_an_unsafe_file_is_not_sent(desk: Client, address: OwnAddress, authority: Participant) -> None:
    answer = desk.post(f"{LIST}uus/", filled(authority, uploads=SimpleUploadedFile("a.exe", b"MZ\x90")))
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_without_an_address_of_its_own_nothing_is_sent(desk: Client, authority: Participant) -> None:
    page = desk.post(f"{LIST}uus/", filled(authority)).content.decode()
    assert "ei ole dokumendivahetuses veel oma aadressi" in page


def test_a_letter_from_a_restricted_case_starts_restricted(
    receive: Receive, desk: Client, authority: Participant
) -> None:
    case = receive(is_restricted=True, restrictions=(RESTRICTION,)).case
    assert case is not None
    page = desk.get(f"{LIST}uus/?juhtum={case.number}").content.decode()
    assert 'value="AvTS § 35 lg 1 p 12"' in page and 'value="2031-01-05"' in page
    assert 'value="Re: Arvamuse küsimine"' in page
    files = Attachment.objects.filter(case=case)
    desk.post(f"{LIST}uus/?juhtum={case.number}", filled(authority, attachments=[files[0].pk], text=""))
    sent = read(Document.objects.get(direction=Direction.OUT).capsule.open().read())
    assert [each.name for each in sent.files] == ["kiri.txt"]


def test_a_failed_document_shows_the_way_to_a_new_try(
    desk: Client, address: OwnAddress, authority: Participant, official: Actor, settings: Any
) -> None:
    settings.RAEKODA_DHX_SERVER = ""
    document = actions.write(Letter(title="Kiri", text="Tere"), route=Route.DHX, participant=authority, actor=official)
    Participant.objects.filter(pk=authority.pk).update(is_active=False)
    assert deliver() == [Status.WAITING]
    Document.objects.filter(pk=document.pk).update(participant=None)
    settings.RAEKODA_DHX_SERVER = "http://127.0.0.1:9/"
    assert deliver() == [Status.REFUSED]
    page = desk.get(f"{LIST}{document.ref}/").content.decode()
    assert "/toolaud/saatmised/" in page
    assert document.ref in desk.get(f"{LIST}?seis=mured").content.decode()
    authority.refresh_from_db()
    with pytest.raises(DhxError):
        actions.write(Letter(title="Kiri", text="Tere"), route=Route.DHX, participant=authority, actor=official)


@pytest.mark.parametrize("path", [LIST, f"{LIST}?seis=valja"])
def test_lists_ask_the_same_few_questions(
    path: str, receive: Receive, desk: Client, address: OwnAddress, authority: Participant, official: Actor
) -> None:
    counts = []
    template = receive()
    out = actions.write(Letter(title="K", text="T"), route=Route.DHX, participant=authority, actor=official)
    for rows in (10, 100):
        for model in (template, out):
            Document.objects.bulk_create(
                [
                    _copy(model, number)
                    for number in range(rows - Document.objects.filter(direction=model.direction).count())
                ]
            )
        desk.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def _copy(document: Document, number: int) -> Document:
    fresh = Document.objects.get(pk=document.pk)
    fresh.pk, fresh.ref, fresh.message_id = None, f"k{document.pk}-{number}"[:10], None
    fresh.consignment_id = f"koopia-{number}-{Document.objects.count()}"
    fresh.ref = f"{number:05d}{Document.objects.count():05d}"[:10]
    return fresh


def test_the_administrator_keeps_the_registers(municipality: Municipality, other_municipality: Municipality) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("haldur", password="proov-proov"))
    participants, own = "/haldus/dokumendivahetus/osapooled/", "/haldus/dokumendivahetus/aadressid/"
    data = {
        "name": "Näidisamet",
        "registry_code": "70000001",
        "member_class": "GOV",
        "subsystem": "DHX",
        "is_active": "on",
    }
    assert client.post(f"{participants}new/", data).status_code == 302
    assert (
        "on juba olemas" in client.post(f"{participants}new/", data).content.decode()
        or Participant.objects.count() == 1
    )
    client.post(f"{participants}new/", {**data, "registry_code": "70000002", "subsystem": "muu"})
    assert Participant.objects.get().municipality == municipality, "a subsystem begins with DHX"
    middle = {**data, "name": "Vahendaja", "registry_code": "30000001", "is_intermediary": "on"}
    client.post(f"{participants}new/", middle)
    via = Participant.objects.get(is_intermediary=True)
    client.post(
        f"{participants}edit/{Participant.objects.get(registry_code='70000001').pk}/", {**data, "intermediary": via.pk}
    )
    assert Participant.objects.get(registry_code="70000001").intermediary == via
    client.post(f"{own}new/", {**data, "registry_code": "75006546", "since": "2026-01-01"})
    assert OwnAddress.objects.get().registry_code == "75006546"
    client.post("/haldus/dokumendivahetus/liigid/new/", {"document_type": "Vaie", "kind": "complaint"})
    assert TypeRule.objects.get().kind == "complaint"
    assert "Näidisamet" in client.get(participants).content.decode()
    with municipality_scope(other_municipality):
        make_address(other_municipality, "75006500", "Elva")
    assert "75006500" not in client.get(own).content.decode()
    assert JournalEntry.objects.filter(action="exchange.set_participant").count() == 3
