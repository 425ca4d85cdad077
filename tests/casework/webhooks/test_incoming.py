"""Incoming messages open cases or add to them, once; invalid ones go to the failed queue; answers are sent back."""

from __future__ import annotations

import json
from datetime import timedelta

import jsonschema
import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.webhooks import actions, description, incoming
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.models import Received, Thread
from raekoda.casework.webhooks.tasks import clean_up
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.models import JournalEntry
from tests.casework.cases.conftest import SENDER
from tests.casework.cases.rights import member_of
from tests.casework.webhooks.conftest import SYSTEM
from tests.jobs import run_for_each

pytestmark = pytest.mark.django_db
WORD = {
    "id": "fb-1",
    "thread": "fb-post-9",
    "text": "Rüütli tänava lamp ei põle juba nädal aega.",
    "author": {"name": "Mari Maasikas"},
    "language": "et",
    "link": "https://social.example.ee/posts/9",
    "media": [{"url": "https://social.example.ee/photo/1.jpg", "title": "pime tänav"}],
}


def test_a_comment_becomes_a_case(bridge, signed_in) -> None:
    jsonschema.validate({"type": "message.received", "data": WORD}, description.incoming_schema())
    answer = bridge.post(WORD)
    case = Case.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"status": "opened", "case": {"number": case.number}})
    assert (case.channel, case.kind, case.is_public, case.contact.name) == ("social", "memo", False, "Mari Maasikas")
    page = signed_in("official").get(f"/toolaud/juhtum/{case.number}/").text
    assert "https://social.example.ee/posts/9" in page
    assert "pime tänav" in page
    assert "fb-post-9" not in case.external_id


def test_kind_service_and_place_are_taken_over(bridge, lights) -> None:
    answer = bridge.post({**WORD, "kind": "report", "service": "valgustus", "place": {"address": "Rüütli 1"}})
    case = Case.objects.get()
    assert (answer.status_code, case.service, case.address, case.kind) == (201, lights, "Rüütli 1", "report")
    assert not case.is_public
    actions.change_source(bridge.source, actor=SYSTEM, may_publish=True)
    bridge.post({**WORD, "id": "fb-2", "thread": "x", "kind": "report", "service": "valgustus"})
    assert Case.objects.order_by("id").last().is_public


def test_the_same_message_is_taken_in_once(bridge) -> None:
    first = bridge.post(WORD, message_id="msg_same")
    again = bridge.post(WORD, message_id="msg_same")
    under_another_name = bridge.post(WORD, message_id="msg_other")
    assert [each.status_code for each in (first, again, under_another_name)] == [201, 200, 200]
    assert again.json()["status"] == under_another_name.json()["status"] == "known"
    assert again.json()["case"] == first.json()["case"]
    assert Case.objects.count() == Message.objects.count() == 1
    assert sorted(Received.objects.values_list("state", flat=True)) == ["repeated", "taken"]


def test_an_error_on_our_side_leaves_the_message_stored_for_staff_and_for_the_next_try(
    bridge, monkeypatch, signed_in
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("katki")

    with monkeypatch.context() as broken:
        broken.setattr(incoming.cases, "open_case", breaks)
        answers = [bridge.post(WORD, message_id=name) for name in ("msg_a", "msg_a", "msg_b")]
    assert [answer.status_code for answer in answers] == [202] * 3
    assert answers[0].json() == {"status": "stored", "case": None}
    assert "katki" not in answers[0].text
    rows = list(Received.objects.order_by("id"))
    assert [(row.state, row.problems, WORD["text"] in json.loads(row.body)["data"]["text"]) for row in rows] == [
        ("failed", [incoming.OUR_ERROR], True)
    ] * 2
    assert not Case.objects.exists()

    assert bridge.post(WORD, message_id="msg_a").status_code == 201
    assert incoming.retry(rows[1], actor=SYSTEM).state == "repeated"
    assert Case.objects.count() == 1


def test_a_message_that_is_stored_when_the_database_is_lost_is_ingested_when_it_comes_again(
    bridge, monkeypatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise OperationalError("connection lost")

    with monkeypatch.context() as broken:
        broken.setattr(incoming.cases, "open_case", lost)
        assert bridge.post(WORD, message_id="msg_a").status_code >= 500
    assert Received.objects.get().problems == []
    assert bridge.post(WORD, message_id="msg_a").status_code == 201


def test_what_follows_in_the_thread_is_a_reply(bridge) -> None:
    bridge.post(WORD)
    answer = bridge.post({"id": "fb-2", "thread": "fb-post-9", "text": "Nüüd on kaks lampi pimedad."})
    assert (answer.status_code, answer.json()["status"]) == (200, "added")
    assert list(Message.objects.order_by("id").values_list("kind", flat=True)) == ["opening", "reply"]


def test_a_message_on_a_closed_case_reopens_it(bridge, official) -> None:
    bridge.post(WORD)
    case = Case.objects.get()
    cases.answer(case, text="Tehtud.", outcome="solved", actor=official)
    bridge.post({"id": "fb-2", "thread": "fb-post-9", "text": "Ei ole tehtud."})
    case.refresh_from_db()
    assert (case.is_open, case.reopened, case.messages.last().text) == (True, 1, "Ei ole tehtud.")


def test_a_message_on_a_merged_case_goes_to_the_other_case(bridge, make_case, official) -> None:
    bridge.post(WORD)
    main = make_case(kind="memo")
    cases.merge(Case.objects.exclude(pk=main.pk).get(), into=main, actor=official)
    bridge.post({"id": "fb-2", "thread": "fb-post-9", "text": "Kas sellest tuleb midagi?"})
    assert main.messages.last().text == "Kas sellest tuleb midagi?"


def test_the_answer_goes_back_into_the_thread_and_nowhere_else(
    two_way_bridge, receiver, work, official, municipality
) -> None:
    actions.add_endpoint(municipality, name="Teine", url=receiver.url, events=["case.answered"], actor=SYSTEM)
    two_way_bridge.post(WORD)
    case = Case.objects.get()
    cases.note(case, text="Sisemine märkus: naaber kaebab.", actor=official)
    cases.ask_sender(case, text="Mis maja juures?", actor=official)
    cases.answer(
        case, text="Lugupeetud Mari Maasikas, lamp vahetati. Küsige mari@example.ee.", outcome="solved", actor=official
    )
    work()
    assert [each["type"] for each in receiver.messages] == ["case.asked", "case.answered"]
    question, answer = (each["data"] for each in receiver.messages)
    assert question["thread"] | {"text": ""} == {
        "source": two_way_bridge.source.ref, "id": "fb-post-9", "number": case.number, "language": "et", "text": "",
    }  # fmt: skip
    assert question["thread"]["text"] == "Mis maja juures?"
    assert "lamp vahetati" in answer["thread"]["text"]
    assert answer["case"] is None
    sent = json.dumps(receiver.messages, ensure_ascii=False)
    assert "Maasikas" not in sent
    assert "@example.ee" not in sent
    assert "naaber" not in sent
    for message in receiver.messages:
        jsonschema.validate(message, description.event_schema(message["type"]))


def test_a_private_thread_gets_the_full_answer(two_way_bridge, receiver, work, official) -> None:
    actions.change_source(two_way_bridge.source, actor=SYSTEM, is_open_thread=False)
    two_way_bridge.post(WORD)
    cases.close(Case.objects.get(), text="Mari Maasikas, helistage 5550 1234.", outcome="no_answer_due", actor=official)
    work()
    assert receiver.messages[0]["data"]["thread"]["text"] == "Mari Maasikas, helistage 5550 1234."
    assert receiver.messages[0]["type"] == "case.closed"


def test_the_sender_of_a_merged_case_gets_the_answer_without_the_others_data(
    two_way_bridge, receiver, work, make_case, official
) -> None:
    actions.change_source(two_way_bridge.source, actor=SYSTEM, is_open_thread=False)
    two_way_bridge.post({**WORD, "author": {"name": "Peeter Pihlakas"}})
    main = make_case(kind="memo", contact=SENDER)
    cases.merge(Case.objects.exclude(pk=main.pk).get(), into=main, actor=official)
    cases.answer(main, text="Mari Maasikas, lamp põleb. Helistasime 5550 1234.", outcome="solved", actor=official)
    work()
    (message,) = receiver.messages
    assert "lamp põleb" in message["data"]["thread"]["text"]
    assert "Maasikas" not in message["data"]["thread"]["text"]
    assert "5550" not in message["data"]["thread"]["text"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": "tere"}, "data.id"),
        ({"id": "1", "text": "  "}, "data.text"),
        ({"id": "1", "text": "tere", "colour": "red"}, "data.colour"),
        ({"id": "1", "text": "tere", "kind": "poem"}, "data.kind"),
        ({"id": "1", "text": "tere", "language": "fi"}, "data.language"),
        ({"id": "1", "text": "tere", "link": "javascript:alert(1)"}, "data.link"),
        ({"id": "1", "text": "tere", "media": [{"url": "file:///etc/passwd"}]}, "data.media.0.url"),
        ({"id": "1", "text": "tere", "place": {"lat": 95, "lon": 20}}, "data.place.lat"),
        ({"id": "1", "text": "tere", "service": "olematu"}, "service"),
        ({"id": "1", "text": "tere", "author": {"email": "ei ole aadress"}}, "email"),
        ({"id": "1", "text": "x" * 20_001}, "data.text"),
    ],
)
def test_an_invalid_message_is_reported_and_stored_for_staff(bridge, data, field) -> None:
    answer = bridge.post(data)
    assert (answer.status_code, answer.json()["error"]["details"][0]["field"]) == (422, field)
    row = Received.objects.get()
    assert (row.state, json.loads(row.body)["data"]) == ("failed", data)
    assert not Case.objects.exists()
    assert bridge.post(data, message_id=row.message_id).status_code == 422
    assert Received.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["", "[]", "{", "null", '{"type": "message.received", "data": ' + "[" * 60_000, '"\\ud800"']
)
def test_any_body_is_stored(bridge, body) -> None:
    assert bridge.post(body=body).status_code == 422
    assert Received.objects.get().body == body


def test_a_failed_message_is_ingested_after_the_cause_is_fixed(bridge, lights, official) -> None:
    lights.retired_at = clock.now()
    lights.save()
    bridge.post({**WORD, "service": "valgustus"})
    row = Received.objects.get()
    incoming.retry(row, actor=official)
    assert row.state == "failed"
    lights.retired_at = None
    lights.save()
    incoming.retry(row, actor=official)
    assert (row.state, row.body, row.case.service) == ("taken", "", lights)
    with pytest.raises(WebhookError):
        incoming.retry(row, actor=official)


def test_an_official_makes_a_case_of_it_and_the_thread_goes_on_there(bridge, official) -> None:
    bridge.post({**WORD, "service": "olematu"})
    row = Received.objects.get()
    case = incoming.make_case(row, kind="memo", text=WORD["text"], service=None, name="Mari", email="", actor=official)
    assert bridge.post({**WORD, "service": ""}, message_id="msg_corrected").json()["status"] == "known"
    bridge.post({"id": "fb-2", "thread": "fb-post-9", "text": "Aitäh!"})
    assert Case.objects.get() == case
    assert case.messages.last().text == "Aitäh!"


def test_dismissing_needs_a_reason_and_erases_the_body(bridge, official, municipality) -> None:
    bridge.post(body="rämps")
    row = Received.objects.get()
    with pytest.raises(WebhookError):
        incoming.dismiss(row, reason=" ", actor=official)
    with pytest.raises(PermissionDenied):
        incoming.dismiss(row, reason="rämps", actor=member_of(municipality, "edith", None, Role.EDITOR))
    incoming.dismiss(row, reason="rämps", actor=official)
    assert (row.state, row.body) == ("aside", "")


def test_the_thread_is_erased_with_its_sender(bridge, official, municipality) -> None:
    bridge.post(WORD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, digest FROM webhooks_thread")
        assert "fb-post-9" not in str(cursor.fetchone())
    case = Case.objects.get()
    cases.answer(case, text="Tehtud.", outcome="solved", actor=official)
    cases.anonymise(case, actor=SYSTEM)
    assert not Thread.objects.exists()
    row = Received.objects.get()
    assert (row.author, row.link, row.media, row.case) == ("", "", [], None)
    bridge.post({"id": "fb-2", "thread": "fb-post-9", "text": "Jälle pime."})
    assert Case.objects.count() == 2


def test_old_log_rows_are_deleted_and_old_failed_messages_dismissed(bridge, municipality) -> None:
    bridge.post(WORD)
    bridge.post(WORD, message_id="again")
    bridge.post(body="rämps")
    with clock.at(clock.now() + timedelta(days=91)):
        run_for_each(clean_up)
    assert sorted(Received.objects.values_list("state", flat=True)) == ["repeated", "taken"]
    assert JournalEntry.objects.filter(action="webhooks.put_aside").count() == 1


def test_the_journal_holds_no_text_of_messages(bridge) -> None:
    bridge.post(WORD)
    bridge.post({**WORD, "id": "2", "colour": "Maasikas"})
    kept = json.dumps(list(JournalEntry.objects.values("action", "data", "reason")), ensure_ascii=False)
    assert "webhooks.kept_for_staff" in kept
    assert "Maasikas" not in kept
    assert "Rüütli" not in kept
