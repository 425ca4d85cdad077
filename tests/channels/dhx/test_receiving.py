"""What comes in: kept whole, made a case with its restriction held, files only as far as is safe."""

from __future__ import annotations

import base64
import gzip
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from docx import Document as Word
from PIL import Image

from raekoda.casework.answers import actions as answers
from raekoda.casework.answers.errors import AnswerError
from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.errors import TransitionNotAllowed
from raekoda.casework.cases.models import Attachment, Case
from raekoda.casework.letters.models import Letter as MailLetter
from raekoda.channels.dhx import actions, tasks
from raekoda.channels.dhx.actions import Consignment, Letter
from raekoda.channels.dhx.capsule import Addressee, read, unpack
from raekoda.channels.dhx.errors import DocumentRejected
from raekoda.channels.dhx.events import DocumentReceived
from raekoda.channels.dhx.models import Direction, Document, OwnAddress, Participant, Route, TypeRule
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import Subscription, subscriptions
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.services.models import Service
from tests.channels.dhx.samples import RESTRICTION, letter, made_bytes, sample
from tests.jobs import run_for_each

Receive = Callable[..., Document]


def picture() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(output, "JPEG", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00")
    return output.getvalue()


def test_the_capsule_is_stored_as_it_came(receive: Receive) -> None:
    content = made_bytes()
    document = receive(content)
    assert document.capsule.open().read() == content
    assert document.capsule.name.startswith("exchange/0793/")
    assert (document.size, len(document.sha256)) == (len(content), 64)


def test_a_restricted_document_is_held(
    receive: Receive, official: Actor, lights: Service, municipality: Municipality
) -> None:
    TypeRule.objects.create(municipality=municipality, document_type="Teade", kind="report", service=lights)
    document = receive(kind="teade", is_restricted=True, restrictions=(RESTRICTION,))
    case = document.case
    assert case is not None
    assert (case.kind, case.service, case.is_public, case.is_restricted) == ("report", lights, False, True)
    assert document.restrictions[0]["basis"] == "AvTS § 35 lg 1 p 12"
    assert document.restricted_until == date(2031, 1, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(is_public=True)
    with pytest.raises(TransitionNotAllowed):
        cases.release_attachment(Attachment.objects.get(), actor=official)
    cases.answer(case, text="Vastus", outcome="answered", actor=official)
    with pytest.raises(AnswerError):
        answers.draft_from_case(case, actor=official)


def test_the_answer_to_a_restricted_document_is_restricted_too(receive: Receive, official: Actor) -> None:
    document = receive(is_restricted=True, restrictions=(RESTRICTION,))
    assert document.case is not None
    cases.answer(document.case, text="Vastus", outcome="answered", actor=official)
    sent = read(Document.objects.get(direction=Direction.OUT).capsule.open().read())
    assert (sent.is_restricted, sent.restrictions) == (True, (RESTRICTION,))


def test_a_public_document_of_a_public_service_is_not_published_by_itself(
    receive: Receive, lights: Service, municipality: Municipality
) -> None:
    TypeRule.objects.create(municipality=municipality, document_type="Teade", kind="report", service=lights)
    document = receive(kind="Teade")
    assert document.case is not None
    assert (document.case.is_public, document.case.is_restricted) == (False, False)


@pytest.mark.parametrize(
    ("document_type", "kind"),
    [
        ("Teabenõue", "information_request"),
        ("SELGITUSTAOTLUS", "enquiry"),
        ("kaebus", "complaint"),
        ("Kiri", "memo"),
        ("", "memo"),
    ],
)
def test_the_kind_by_the_type_of_the_document(receive: Receive, document_type: str, kind: str) -> None:
    case = receive(kind=document_type).case
    assert case is not None
    assert case.kind == kind


def test_the_day_the_sender_set_shortens_the_period(receive: Receive) -> None:
    soon = clock.today() + timedelta(days=3)
    early, late = receive(reply_due=soon).case, receive(reply_due=soon + timedelta(days=900)).case
    past = receive(reply_due=date(2020, 1, 1)).case
    assert early is not None and late is not None and past is not None
    assert early.due_on == soon
    assert soon < late.due_on < soon + timedelta(days=100)
    assert past.due_on == past.clock_from


def test_files_are_taken_out_where_safe_and_named_where_not(receive: Receive) -> None:
    bomb = base64.b64encode(gzip.compress(bytes(40_000_000))).decode()
    document = receive(
        files=(
            letter(b"Tere", "kiri.txt"),
            letter(picture(), "foto.jpg", "image/jpeg"),
            letter(b'<?xml version=\'1.0\'?><SignedDoc format="DIGIDOC-XML" version="1.3"/>', "vana.ddoc"),
            letter(b"<html><script>alert(1)</script>", "leht.html", "text/html"),
            letter(b"MZ\x90\x00", "../../etc/programm.exe"),
            letter(b"", "pomm.zip", packed=bomb),
            letter(b"", "katki.pdf", packed="!!!"),
            letter(b"", "zip.pdf", packed=base64.b64encode(b"PK\x03\x04").decode()),
        )
    )
    described = {each["name"]: each["kept"] for each in document.files}
    assert described == {
        "kiri.txt": True, "foto.jpg": True, "vana.ddoc": True, "leht.html": False, "programm.exe": False,
        "pomm.zip": False, "katki.pdf": False, "zip.pdf": False,
    }  # fmt: skip
    assert all(each["why"] for each in document.files if not each["kept"])
    kept = list(Attachment.objects.order_by("id"))
    assert [each.name for each in kept] == ["kiri.txt", "foto.jpg", "vana.ddoc"]
    assert b"Exif" not in kept[1].file.open().read()
    assert all(str(Path(each.file.path)).startswith(str(settings.MEDIA_ROOT)) for each in kept)
    assert not any(".." in str(each) for each in document.files)


def test_many_files_do_not_become_many_attachments(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    document = receive(files=tuple(letter(b"%d" % number, f"{number}.txt") for number in range(60)))
    assert Attachment.objects.count() == 50
    assert [each["kept"] for each in document.files] == [True] * 50 + [False] * 10
    monkeypatch.setattr("raekoda.channels.dhx.contents.MAX_TOTAL_BYTES", 5)
    document = receive(files=(letter(b"1234", "a.txt"), letter(b"1234", "b.txt")))
    assert [each["kept"] for each in document.files] == [True, False]


def test_a_real_sample_with_a_damaged_file(municipality: Municipality) -> None:
    own = OwnAddress.objects.create(municipality=municipality, registry_code="401", name="Linn")
    content = sample("kapsel_21.xml")
    consignment = Consignment(content, "ee-dev/GOV/400/DHX", "1", Route.DHX, own, frozenset({"400"}))
    document = actions.receive(consignment, municipality=municipality, actor=Actor.system())
    assert [each["kept"] for each in document.files] == [False]
    assert document.capsule.open().read() == content


def test_a_document_whose_processing_fails_is_stored_and_staff_try_again(receive: Receive, desk: Client) -> None:
    def broken(event: DocumentReceived) -> None:
        raise RuntimeError("a handler broke")

    before = set(Path(settings.MEDIA_ROOT).rglob("*.xml"))
    content = made_bytes()
    with subscriptions.temporarily(Subscription(DocumentReceived, broken)):
        document = receive(content, consignment="1")
    assert not Case.objects.exists()
    assert len(set(Path(settings.MEDIA_ROOT).rglob("*.xml")) - before) == 1
    assert document.problem == "Viga meie poolel"
    with document.capsule.open("rb") as stored:
        assert stored.read() == content
    page = desk.get("/toolaud/dokumendid/?seis=mured").text
    assert document.title in page
    address = f"/toolaud/dokumendid/{document.ref}/"
    assert "Viga meie poolel" in desk.get(address).text

    with subscriptions.temporarily(Subscription(DocumentReceived, broken)):
        desk.post(f"{address}uuesti/")
    assert not Case.objects.exists()
    desk.post(f"{address}uuesti/")
    document.refresh_from_db()
    assert (document.case, document.problem) == (Case.objects.get(), "")
    desk.post(f"{address}uuesti/")
    assert Case.objects.count() == 1


def test_a_document_whose_processing_was_interrupted_is_processed_by_the_next_job(receive: Receive) -> None:
    def lost(event: DocumentReceived) -> None:
        raise OperationalError("connection lost")

    with subscriptions.temporarily(Subscription(DocumentReceived, lost)), pytest.raises(OperationalError):
        receive()
    document = Document.objects.get()
    assert (document.case, document.problem) == (None, "")
    run_for_each(tasks.ingest_folders)
    assert not Case.objects.exists(), "it may be under way"
    with clock.at(clock.now() + timedelta(minutes=3)):
        run_for_each(tasks.ingest_folders)
    document.refresh_from_db()
    assert document.case == Case.objects.get()


def test_only_the_endpoint_takes_documents_in(municipality: Municipality, address: OwnAddress, official: Actor) -> None:
    consignment = Consignment(made_bytes(), "x", "1", Route.DHX, address)
    for actor in (official, Actor.resident()):
        with pytest.raises(PermissionDenied):
            actions.receive(consignment, municipality=municipality, actor=actor)


def test_the_same_consignment_once(receive: Receive) -> None:
    receive(consignment="1")
    with pytest.raises(DocumentRejected, match=r"DHX\.Duplicate"):
        receive(consignment="1", title="Muu")
    assert Case.objects.count() == 1


def test_an_answer_to_our_document_lands_on_its_case(
    receive: Receive, make_case: Callable[..., Case], authority: Participant, official: Actor
) -> None:
    case = make_case()
    sent = actions.write(
        Letter(title="Küsimus", text="Palun vastake."),
        route=Route.DHX,
        participant=authority,
        case=case,
        actor=official,
    )
    by_identifier = receive(addressees=(Addressee(record_guid=sent.guid),))
    by_number = receive(addressees=(Addressee(record_identifier=case.number),))
    wrong = receive(addressees=(Addressee(record_identifier=case.number.replace("20", "19", 1)),))
    assert (by_identifier.case, by_number.case) == (case, case)
    assert by_identifier.reply_to == by_number.reply_to == sent
    assert wrong.case != case
    assert case.messages.filter(kind="note").count() == 2
    assert Attachment.objects.filter(case=case).count() == 2


def test_another_authority_cannot_answer_for_it(
    receive: Receive, make_case: Callable[..., Case], municipality: Municipality, official: Actor
) -> None:
    other = Participant.objects.create(municipality=municipality, name="Muu amet", registry_code="70000009")
    case = make_case()
    sent = actions.write(Letter(title="K", text="T"), route=Route.DHX, participant=other, case=case, actor=official)
    assert receive(addressees=(Addressee(record_guid=sent.guid, record_identifier=case.number),)).case != case


def test_a_question_back_and_its_reply_stay_on_the_case(
    receive: Receive, authority: Participant, official: Actor
) -> None:
    first = receive()
    case = first.case
    assert case is not None
    cases.ask_sender(case, text="Milline jalgtee?", actor=official)
    question = Document.objects.get(direction=Direction.OUT)
    assert (question.participant, question.reply_to) == (authority, first)
    assert read(question.capsule.open().read()).addressees[0].record_guid == first.guid
    reply = receive(title="Rüütli tänava oma", addressees=(Addressee(record_guid=question.guid),))
    case.refresh_from_db()
    assert (reply.case, case.status) == (case, "assigned")
    assert case.messages.get(kind="reply").text.startswith("Näidisamet\n\nRüütli tänava oma")


def test_the_answer_leaves_by_the_way_the_case_came(
    receive: Receive, authority: Participant, official: Actor, operator: Actor
) -> None:
    case = receive().case
    assert case is not None
    cases.answer(case, text="Linn nõustub.", outcome="answered", actor=official)
    (sent,) = Document.objects.filter(direction=Direction.OUT)
    capsule = read(sent.capsule.open().read())
    assert (sent.route, sent.title, sent.partner_code) == ("dhx", "Re: Arvamuse küsimine", "70000001")
    assert capsule.addressees[0].record_identifier == "7-1/123", "their own number, so that they find it"
    assert capsule.dispatcher is not None and capsule.dispatcher.person is not None
    assert capsule.dispatcher.person.name == "Oskar Näidis"
    assert Delivery.objects.get().key == f"document:{sent.ref}"
    assert not MailLetter.objects.exclude(to="oskar@example.ee").exists(), "and by no other"


def test_an_unknown_sender_is_entered_to_be_answered(receive: Receive, official: Actor) -> None:
    case = receive().case
    assert case is not None
    cases.answer(case, text="Vastus", outcome="answered", actor=official)
    entered = Participant.objects.get()
    assert (entered.name, entered.registry_code, entered.subsystem) == ("Näidisamet", "70000001", "DHX")


def test_what_cannot_leave_is_noted_and_the_answer_stands(receive: Receive, official: Actor, settings: Any) -> None:
    case = receive().case
    assert case is not None
    settings.RAEKODA_DHX_BYTES = 10
    cases.answer(case, text="Vastus", outcome="answered", actor=official)
    case.refresh_from_db()
    assert case.status == "closed"
    assert "dokumendivahetus" in case.messages.get(kind="note").text
    assert not Document.objects.filter(direction=Direction.OUT).exists()


def test_what_a_case_forgets_its_documents_forget(receive: Receive, official: Actor, authority: Participant) -> None:
    document = receive(is_restricted=True, restrictions=(RESTRICTION,))
    case, stored = document.case, Path(document.capsule.path)
    assert case is not None
    cases.answer(case, text="Vastus", outcome="answered", actor=official)
    cases.anonymise(case, actor=Actor.system())
    for each in Document.objects.all():
        assert (each.capsule.name, each.title, each.files, each.restrictions, each.identifier) == ("", "", [], [], "")
        assert each.forgotten_at is not None
    assert stored.exists(), "until the transaction is over"
    assert JournalEntry.objects.filter(action="exchange.forget").count() == 2


def test_the_language_of_a_document(receive: Receive) -> None:
    assert [receive(language=said).case.language for said in ("EE", "", "eng", "ru", "soome")] == [  # type: ignore[union-attr]
        "et", "et", "en", "ru", "et",
    ]  # fmt: skip


def test_a_document_without_any_words(receive: Receive) -> None:
    case = receive(title="", abstract="", kind="", files=(letter(),)).case
    assert case is not None
    assert case.messages.get().text == "–"


def test_long_and_odd_texts_are_cut_not_refused(receive: Receive) -> None:
    document = receive(title="x" * 5000, abstract="y" * 50_000, kind="k" * 500, identifier="i\n" * 300)
    assert (len(document.title), len(document.document_type), len(document.identifier)) == (300, 80, 120)


def test_a_stranger_does_not_see_it(receive: Receive, client: Client) -> None:
    case = receive().case
    assert case is not None
    assert client.get(f"/teated/{case.ref}/").status_code == 404
    assert client.get(f"/failid/{Attachment.objects.get().ref}/").status_code == 404


def test_an_extension_is_reported_with_its_reason(receive: Receive, official: Actor) -> None:
    case = receive().case
    assert case is not None
    cases.extend(case, until=case.due_on + timedelta(days=5), reason="Vajame eksperdi arvamust", actor=official)
    sent = Document.objects.get(direction=Direction.OUT)
    paper = unpack(read(sent.capsule.open().read()).files[0].packed, 10**6).content
    said = "\n".join(paragraph.text for paragraph in Word(io.BytesIO(paper)).paragraphs)
    assert "Vajame eksperdi arvamust" in said and "hiljemalt" in said


def test_the_answer_to_a_joined_case_reaches_its_authority_too(
    receive: Receive, official: Actor, make_case: Callable[..., Case], authority: Participant
) -> None:
    case, into = receive().case, make_case()
    assert case is not None
    cases.merge(case, into=into, actor=official)
    cases.answer(into, text="Lamp sai korda, Mari: mari@example.ee", outcome="solved", actor=official)
    sent = Document.objects.get(direction=Direction.OUT)
    assert (sent.case, sent.participant) == (case, authority)
    paper = unpack(read(sent.capsule.open().read()).files[0].packed, 10**6).content
    said = "\n".join(paragraph.text for paragraph in Word(io.BytesIO(paper)).paragraphs)
    assert "Lamp sai korda" in said and "mari@example.ee" not in said
