"""A person sees and corrects their data, takes it along, has it deleted; each step can be cut short and done again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Attachment, Case, Message
from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Contact
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult, PersonalDataSource, personal_data_sources
from raekoda.identity.privacy import processing, tasks
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.casework.cases.conftest import SENDER
from tests.identity.persons.factory import JAAN, MARI, actor_for, child_of, person, sign_in
from tests.jobs import run_for_each
from tests.shells.desk.conftest import lights, make_case, official, oskar, oskar_acts, resident, signed_in, staff, unit

__all__ = ["lights", "make_case", "official", "oskar", "oskar_acts", "resident", "signed_in", "staff", "unit"]
MINE, EXPORT, DELETE = (f"/en{reverse(f'rights:{name}')}" for name in ("mine", "export", "delete"))


@pytest.fixture
def mari(municipality: Municipality) -> Person:
    made = person(municipality)
    made.email, made.phone = "mari@example.ee", "5550 1234"
    made.save()
    return made


@pytest.fixture
def client(mari: Person) -> Client:
    return sign_in(Client(), mari)


@pytest.fixture
def her_case(mari: Person, make_case: Callable[..., Case]) -> Case:
    return make_case(actor=actor_for(mari), person=mari, text="Lamp ei põle Kalda teel.", contact=SENDER)


def worked(request: Request | None = None) -> Request:
    """What the worker does with the newest request."""
    request = request or Request.objects.order_by("id").last()
    assert request is not None
    tasks.process(request.municipality_id, request.pk)
    request.refresh_from_db()
    return request


def asked_to_delete(client: Client) -> Request:
    assert client.post(DELETE, {"understood": "on"}).status_code == 302
    return worked()


def page_of(request: Request) -> str:
    """The page of a request, in English."""
    with override("en"):
        return reverse("rights:request", args=[request.ref])


def answered(case: Case, actor: Actor) -> None:
    cases.answer(case, text="Parandatud.", outcome="solved", actor=actor)


def test_contacts_are_seen_and_corrected(client: Client, mari: Person) -> None:
    assert "mari@example.ee" in client.get(MINE).text
    wrong = client.post(MINE, {"email": "vale", "phone": "5550 1234", "language": "en"})
    assert wrong.status_code == 422
    assert 'value="vale"' in wrong.text, "what was typed is kept"
    assert client.post(MINE, {"email": "uus@example.ee", "phone": "", "language": "en"}).status_code == 302
    mari.refresh_from_db()
    assert (mari.email, mari.phone, mari.language) == ("uus@example.ee", "", "en")


def test_everything_is_gathered_to_read_and_to_take_along(
    client: Client, mari: Person, her_case: Case, oskar_acts: Actor
) -> None:
    log_access(mari, oskar_acts, "cases.view", subject=her_case)
    client.post(EXPORT)
    request = worked()
    assert (request.state, request.percent) == ("ready", 100)
    assert request.delete_after == clock.today() + timedelta(days=7)

    answer = client.get(reverse("rights:download", args=[request.ref, "json"]))
    data = json.loads(b"".join(answer.streaming_content))
    rows = {part["name"]: part["rows"] for part in data["parts"]}
    assert set(rows) == {holding.name for holding in personal_data_sources}
    assert rows["persons"][0]["code"] == MARI
    assert rows["cases"][0]["messages"][0]["text"] == "Lamp ei põle Kalda teel."
    assert rows["contacts"][0]["email"] == SENDER.email
    assert her_case.number in rows["tracker"][0]["about"]
    assert answer["Cache-Control"] == "private, no-store"

    document = b"".join(client.get(reverse("rights:download", args=[request.ref, "pdf"])).streaming_content)
    reader = PdfReader(BytesIO(document))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Lamp ei põle Kalda teel." in text
    assert MARI in text
    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert JournalEntry.objects.filter(action="rights.download").count() == 2


def test_internal_notes_do_not_go_along(client: Client, her_case: Case, oskar_acts: Actor) -> None:
    cases.note(her_case, text="Sisemine märkus", actor=oskar_acts)
    for message, name in ((Message.objects.get(kind="note"), "sisemine.pdf"), (None, "tema-oma.pdf")):
        Attachment.objects.create(
            municipality=her_case.municipality, case=her_case, message=message, file="cases/none.pdf", name=name,
            content_type="application/pdf", size=3, at=clock.now(),
        )  # fmt: skip
    client.post(EXPORT)
    with worked().json_file.open() as file:
        told = file.read().decode()
    assert "Sisemine" not in told and "sisemine" not in told
    assert "tema-oma.pdf" in told


def test_asking_twice_is_asking_once_and_working_twice_is_working_once(client: Client) -> None:
    client.post(EXPORT)
    client.post(EXPORT)
    assert Request.objects.count() == 1
    first = worked()
    name = first.json_file.name
    assert worked(first).json_file.name == name


def test_a_failure_is_shown_and_retried(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_person: Person) -> list[dict[str, Any]]:
        raise OSError

    with personal_data_sources.temporarily(
        PersonalDataSource("zzz", "Katkine", broken, lambda *_given: ErasureResult(0))
    ):
        client.post(EXPORT)
        assert worked().state == "failed"
        assert "did not succeed, is tried again" in client.get(MINE).text
    tasks.start_waiting(0)
    assert worked().state == "ready"


def test_the_result_is_for_the_one_who_asked(
    client: Client, mari: Person, municipality: Municipality, signed_in: Callable[..., Client]
) -> None:
    client.post(EXPORT)
    request = worked()
    address = reverse("rights:download", args=[request.ref, "json"])
    jaan = sign_in(Client(), person(municipality, JAAN, given_name="Jaan"))
    _child, right = child_of(mari)

    assert client.get(address).status_code == 200
    assert jaan.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in("administrator").get(address).status_code == 302
    assert sign_in(Client(), mari, acting_for=right).get(address).status_code == 404, "acting for the child"
    assert client.get(address.replace("json", "exe")).status_code == 404
    assert jaan.get(page_of(request)).status_code == 404


def test_the_files_go_after_their_days_or_before(client: Client) -> None:
    client.post(EXPORT)
    request = worked()
    name = request.json_file.name
    assert default_storage.exists(name)
    with clock.at(clock.now() + timedelta(days=7)):
        run_for_each(tasks.nightly)
        assert default_storage.exists(name), "the last day is still theirs"
    with clock.at(clock.now() + timedelta(days=8)):
        assert client.get(reverse("rights:download", args=[request.ref, "json"])).status_code in (302, 404)


@pytest.mark.django_db(transaction=True)
def test_dropped_files_are_gone_from_the_store(municipality: Municipality) -> None:
    mari = person(municipality)
    client = sign_in(Client(), mari)
    client.post(EXPORT)
    request = worked()
    names = [request.json_file.name, request.pdf_file.name]
    with clock.at(clock.now() + timedelta(days=8)):
        run_for_each(tasks.nightly)
    request.refresh_from_db()
    assert request.state == "expired"
    assert not any(default_storage.exists(name) for name in names)


def test_an_open_case_keeps_the_person_and_the_report_says_why(client: Client, mari: Person, her_case: Case) -> None:
    request = asked_to_delete(client)
    mari.refresh_from_db()

    assert request.state == "partly"
    assert (mari.email, mari.phone, mari.forgotten_at) == ("", "", None)
    page = client.get(page_of(request)).text
    assert "Open cases are kept until they are answered." in page
    assert request.again_on == clock.today() + timedelta(days=30)
    assert Contact.objects.get(pk=her_case.contact_id).email == SENDER.email, "an answer must reach her"


def test_deletion_goes_on_by_itself_when_the_periods_are_over(
    client: Client, mari: Person, her_case: Case, oskar_acts: Actor
) -> None:
    log_access(mari, oskar_acts, "cases.view", subject=her_case)
    answered(her_case, oskar_acts)
    request = asked_to_delete(client)
    kept = {row["name"]: row for row in request.report}
    assert kept["cases"]["kept"] == 1
    assert kept["cases"]["until"] is not None
    assert kept["contacts"]["deleted"] == 1, "contacts of ended cases go at once"
    assert request.again_on is not None

    with clock.at(clock.local_midnight(request.again_on) + timedelta(hours=4)):
        run_for_each(tasks.nightly)
        request = worked(request)
    mari.refresh_from_db()
    her_case.refresh_from_db()
    assert request.state == "ready"
    assert (mari.code, mari.given_name, mari.forgotten_at is None) == ("", "", False)
    assert (her_case.anonymised_at is None, her_case.person_id) == (False, None)
    assert Look.objects.filter(person=mari).count() == 1, "that somebody looked stays, without a name"
    totals = {row["name"]: row["deleted"] for row in request.report}
    assert (totals["cases"], totals["contacts"]) == (1, 1)


def test_with_nothing_to_keep_the_person_is_forgotten_and_the_report_is_still_read(
    client: Client, mari: Person
) -> None:
    request = asked_to_delete(client)
    mari.refresh_from_db()
    assert (request.state, mari.code, mari.code_digest) == ("ready", "", "")

    address = page_of(request)
    page = Client().get(address)
    assert page.status_code == 200
    assert "We no longer know who you are" in page.text
    assert client.get(MINE).status_code == 302, "nobody is signed in as her any more"
    again = worked(request)
    assert again.report == request.report


def test_a_report_read_by_its_address_is_of_a_deletion_that_was_done_and_holds_nothing_written_by_hand(
    client: Client, mari: Person, signed_in: Callable[..., Client]
) -> None:
    words = "Mari Maasikas ei ole tõendanud oma isikut."
    refused = Request.objects.create(
        municipality=mari.municipality, kind="deletion", person=mari, asked_by=mari, reason="Mari palub", state="refused",
        asked_at=clock.now(), ended_at=clock.now(), decision=words,
    )  # fmt: skip
    done = asked_to_delete(client)
    Request.objects.filter(pk=done.pk).update(decision=words)
    assert (done.state, done.decision, done.reason) == ("ready", "", "")
    assert Client().get(page_of(refused)).status_code == 302
    page = Client().get(page_of(done))
    assert page.status_code == 200 and words not in page.text
    refused.refresh_from_db()
    assert (refused.reason, refused.decision) == ("", "")


def test_a_continued_erasure_waits_for_a_newer_request(client: Client, mari: Person, her_case: Case) -> None:
    first = asked_to_delete(client)
    client.post(DELETE, {"understood": "on"})
    assert Request.objects.filter(kind="deletion").count() == 2
    assert first.again_on is not None
    with clock.at(clock.local_midnight(first.again_on) + timedelta(hours=4)):
        assert worked(first).state == "partly", "it is not the one that runs"
        second = worked()
        assert (second.pk == first.pk, second.state) == (False, "partly")
        assert worked(first).state == "partly"


def test_files_of_an_unsaved_export_are_deleted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []

    def broken(verb: str, request: Request, *_given: Any, **_more: Any) -> None:
        named.extend(str(file.name) for file in (request.json_file, request.pdf_file))
        raise OSError

    client.post(EXPORT)
    monkeypatch.setattr(processing, "record", broken)
    assert worked().state == "failed"
    assert len(named) == 2 and not any(default_storage.exists(name) for name in named)


def test_deletion_needs_understanding(client: Client) -> None:
    refused = client.post(DELETE, {"reason": "Kolin ära"})
    assert refused.status_code == 422
    assert "Kolin ära" in refused.text
    assert not Request.objects.exists()


def test_in_a_childs_name_an_official_decides(
    mari: Person, signed_in: Callable[..., Client], municipality: Municipality
) -> None:
    child, right = child_of(mari)
    parent = sign_in(Client(), mari, acting_for=right)
    parent.post(DELETE, {"understood": "on"})
    request = Request.objects.get()
    assert (request.state, request.person) == ("confirm", child)
    assert worked(request).state == "confirm", "nothing is done before"

    desk = signed_in("administrator")
    decide = reverse("rights_desk:decide", args=[request.ref])
    assert child.name not in desk.get(reverse("rights_desk:waiting")).text, "no names in lists"
    assert child.name in desk.get(decide).text
    assert desk.post(decide, {"refuse": "1", "decision": ""}).status_code == 422
    assert (
        desk.post(decide, {"refuse": "1", "decision": "Teine vanem ei nõustu; vaidlusta 30 päeva jooksul."}).status_code
        == 302
    )
    page = parent.get(page_of(request)).text
    assert "Teine vanem ei nõustu" in page
    looks = Look.objects.filter(person=child, action="rights.decide")
    assert looks.count() == 3, "opened, shown again without a reason, decided"

    parent.post(DELETE, {"understood": "on"})
    second = Request.objects.order_by("id").last()
    assert second is not None
    desk.post(reverse("rights_desk:decide", args=[second.ref]), {"agree": "1"})
    assert worked(second).state == "ready"
    child.refresh_from_db()
    assert child.forgotten_at is not None


@pytest.mark.parametrize("role", ["operator", "official", "service_owner", "editor", "analyst", "administrator"])
def test_only_administrators_decide(role: str, signed_in: Callable[..., Client]) -> None:
    status = 200 if role == "administrator" else 403
    assert signed_in(role).get(reverse("rights_desk:waiting")).status_code == status


def test_nobody_asks_for_another(mari: Person, municipality: Municipality) -> None:
    """The gate is in the action: a resident acts for themself or whom they chose, for nobody else."""
    jaan = person(municipality, JAAN)
    assert not actor_for(jaan).may("rights.ask", mari)
    assert not Actor.resident().may("rights.ask", mari)
    assert actor_for(mari).may("rights.ask", mari)
