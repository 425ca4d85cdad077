"""A letter about a case reaches its recipient's state mailbox once, whatever breaks on the way; nobody's code is kept."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Attachment
from raekoda.channels.postkast import actions, sending
from raekoda.channels.postkast import client as asking
from raekoda.channels.postkast.error_messages import get_error_message
from raekoda.channels.postkast.errors import PostkastError
from raekoda.channels.postkast.models import Connection, Letter
from raekoda.channels.postkast.status_updates import update_statuses
from raekoda.channels.postkast.tasks import erase_codes
from raekoda.channels.postkast.tasks import update_statuses as update_all_statuses
from raekoda.platform.core import clock
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.deliveries import actions as deliveries
from raekoda.platform.deliveries.models import Delivery, Status
from tests.channels.postkast.conftest import ANSWER, CODE, SYSTEM
from tests.jobs import run_for_each

pytestmark = pytest.mark.django_db
NOTIFY = ("POST", "/notification-management/v1/notifications")


def posts(mailbox) -> int:
    return len([each for each in mailbox.requests if each[:2] == NOTIFY])


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_letter_goes_as_its_template_asks(write, work, mailbox, template, case) -> None:
    letter = write()
    assert work().status == Status.SENT
    (sent,) = mailbox.notifications
    assert (sent["templateId"], sent["externalId"]) == (template.remote_id, str(letter.external_id))
    assert sent["parameters"] == [
        {"code": f"EE{CODE}", "personType": "CITIZEN", "language": "et",
         "values": {"number": case.number, "text": ANSWER, "municipality": "Tartu linn"}},
    ]  # fmt: skip
    letter.refresh_from_db()
    assert (letter.state, letter.title) == ("taken", f"Vastus pöördumisele {case.number}")
    assert letter.operation_id in mailbox.operations
    assert letter.notification_id == sent["id"]


def test_the_code_is_kept_nowhere_in_plain_and_forgotten_when_sent(write, work, mailbox) -> None:
    letter = write()
    for table in ("statebox_letter", "deliveries_delivery", "procrastinate_jobs", "core_journalentry", "cases_message"):
        assert CODE not in rows_of(table), table
    assert Letter.objects.get().code == CODE
    work()
    letter.refresh_from_db()
    assert letter.code == ""
    assert len(letter.code_digest) == 64
    assert CODE not in json.dumps(list(Delivery.objects.values("payload", "answer", "title", "error")))


def test_an_answer_that_is_lost_is_looked_up_and_the_letter_not_sent_again(write, work, mailbox, monkeypatch) -> None:
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(asking.Client.__init__, "__kwdefaults__", {"seconds": 0.5})
    mailbox.takes_then_hangs, mailbox.refuses_known_ids = 1, False
    write()
    delivery = work()
    assert (delivery.status, delivery.error) == (Status.WAITING, "time-out")
    delivery = work()
    assert delivery.status == Status.SENT
    assert (len(mailbox.notifications), posts(mailbox)) == (1, 1)
    assert Letter.objects.get().operation_id in mailbox.operations


def test_a_fault_after_it_was_taken(write, work, mailbox) -> None:
    mailbox.takes_then_fails, mailbox.refuses_known_ids = 1, False
    write()
    assert work().error == "500"
    assert work().status == Status.SENT
    assert len(mailbox.notifications) == 1


def test_a_worker_killed_between_sending_and_noting(write, mailbox, work) -> None:
    mailbox.refuses_known_ids = False
    write()
    sending.send(Delivery.objects.get())  # the worker dies before it notes what came of it
    assert Letter.objects.get().state == "waiting"
    assert work().status == Status.SENT
    assert len(mailbox.notifications) == 1


def test_a_conflict_means_that_it_is_there(write, work, mailbox, monkeypatch) -> None:
    write()
    found = asking.Client.find
    blind = iter([True, False])
    sending.send(Delivery.objects.get())
    monkeypatch.setattr(asking.Client, "find", lambda self, name: None if next(blind) else found(self, name))
    assert work().status == Status.SENT
    assert (len(mailbox.notifications), posts(mailbox)) == (1, 2)


def test_a_conflict_that_nothing_explains_waits_for_a_person(write, work, mailbox, monkeypatch) -> None:
    write()
    mailbox.breaks = [409]
    assert work().status == Status.UNKNOWN
    letter = Letter.objects.get()
    assert (letter.state, letter.trouble) == ("unsent", "409")
    assert get_error_message(letter.trouble).startswith("Riigipostkast tunneb seda kirja juba")


def test_the_same_form_sent_twice_is_one_letter(write, work, mailbox) -> None:
    once = "0f2bf1f9-8537-4962-a41d-c7edb6df6efa"
    assert write(idempotency_key=once) == write(idempotency_key=once)
    work()
    assert len(mailbox.notifications) == 1


def test_what_is_undone_is_not_sent(write, case, mailbox, template) -> None:
    with pytest.raises(PostkastError):
        write(values={"number": case.number})
    assert not Letter.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("recipient", "code", "sent"),
    [("CITIZEN", "EE60001019906", "EE60001019906"), ("CITIZEN", "6000101 9906", "EE60001019906"),
     ("BUSINESS", "70006317", "EE70006317")],
)  # fmt: skip
def test_codes_as_people_write_them(write, work, mailbox, recipient, code, sent) -> None:
    write(recipient=recipient, code=code)
    work()
    assert mailbox.notifications[0]["parameters"][0] | {"values": 0, "language": 0} == {
        "code": sent, "personType": recipient, "values": 0, "language": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("recipient", "code"),
    [("CITIZEN", "60001019907"), ("CITIZEN", ""), ("CITIZEN", "70006317"), ("BUSINESS", "60001019906"),
     ("BUSINESS", "70006318"), ("CITIZEN", "6000101990६"), ("CITIZEN", "60001019906; DROP TABLE")],
)  # fmt: skip
def test_wrong_codes_are_refused_in_words(write, recipient, code) -> None:
    with pytest.raises(PostkastError) as refusal:
        write(recipient=recipient, code=code)
    assert refusal.value.field == "code"
    assert not code or code not in refusal.value.message


def test_files_of_the_case_go_along(write, work, mailbox, make_case, case, settings, resident) -> None:
    file = PreparedFile("otsus.pdf", b"%PDF-1.4 otsus", "application/pdf")
    other = make_case(files=[file])
    cases.reopen(case, reason="lisan otsuse", actor=SYSTEM)
    cases.reply_from_sender(case, text="Siin on leping.", actor=resident, files=[file])
    mine = Attachment.objects.get(case=case)
    with pytest.raises(PostkastError):
        write(files=list(Attachment.objects.filter(case=other)))
    write(files=[mine])
    work()
    (attached,) = mailbox.notifications[0]["attachments"]
    assert (attached["name"], attached["contentType"]) == ("otsus.pdf", "application/pdf")
    assert base64.b64decode(attached["content"]) == b"%PDF-1.4 otsus"
    settings.RAEKODA_STATEBOX_BYTES = 5
    with pytest.raises(PostkastError):
        write(files=[mine])


@pytest.mark.parametrize(
    ("spoil", "code", "status"),
    [
        (lambda there: there.__setattr__("has_right", False), "403 ERROR.12", Status.WAITING),
        (lambda there: there.__setattr__("wants_headers", True), "400 headerParametersMissing", Status.WAITING),
        (lambda there: Connection.objects.update(token=""), "401", Status.WAITING),
        (lambda there: Connection.objects.update(is_active=False), "not connected", Status.WAITING),
        (lambda there: Connection.objects.update(base_url="http://127.0.0.1:9/api"), "time-out", Status.WAITING),
        (lambda there: there.templates.clear(), "404 templateId", Status.REFUSED),
        (lambda there: there.messages.clear(), "400 parameters", Status.REFUSED),
        (lambda there: there.breaks.append(503), "503", Status.WAITING),
    ],
)  # fmt: skip
def test_every_trouble_has_words_and_its_way_on(write, work, mailbox, spoil, code, status) -> None:
    write()
    spoil(mailbox)
    delivery = work()
    assert (delivery.error, delivery.status) == (code, status)
    assert get_error_message(code)
    assert CODE not in delivery.error
    letter = Letter.objects.get()
    assert letter.code == ("" if status == Status.REFUSED else CODE)
    assert letter.state == ("unsent" if status == Status.REFUSED else "waiting")
    assert mailbox.notifications == []


def test_what_failed_long_is_sent_when_the_cause_is_put_right(write, work, mailbox, official) -> None:
    mailbox.has_right = False
    letter = write()
    Delivery.objects.update(tries=sending.MAX_ATTEMPTS - 1)
    assert work().status == Status.FAILED
    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == ("unsent", "403 ERROR.12")
    mailbox.has_right = True
    deliveries.retry(Delivery.objects.get(), actor=official)
    work()
    letter.refresh_from_db()
    assert (letter.state, letter.trouble, letter.code) == ("taken", "", "")


def test_the_agreed_token_and_headers_are_sent(municipality, mailbox, connected) -> None:
    mailbox.cookie, mailbox.wants_headers = "JWTTOKEN", True
    given = actions.connect(
        municipality, actor=SYSTEM, base_url=mailbox.url + "/", way="cookie", cookie="JWTTOKEN",
        headers="X-User-Access-Type: UNLIMITED\n",
    )  # fmt: skip
    actions.check(given, actor=SYSTEM)
    assert (given.owner_name, given.trouble) == ("Tartu linn", "")
    assert rows_of("statebox_connection").count("kokkulepitud") == 0
    for headers in ("Host: kuri.example", "X-User-Profiles", "Authorization: Bearer x", "X-Road-Client: ä"):
        with pytest.raises(PostkastError):
            actions.connect(municipality, actor=SYSTEM, base_url=mailbox.url, way="bearer", headers=headers)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://169.254.169.254/", "http://10.1.2.3/api", "ei ole"])
def test_addresses_of_the_inside_are_refused(municipality, settings, url) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    with pytest.raises(PostkastError) as refusal:
        actions.connect(municipality, actor=SYSTEM, base_url=url, way="bearer", token="x")
    assert refusal.value.field == "base_url"


def test_how_far_it_came_is_followed(write, work, mailbox) -> None:
    letter = write()
    work()
    seen = []
    for status in ("IN_PROGRESS", "SENT", "READ", "SENT"):
        mailbox.happened(str(letter.external_id), status)
        with clock.at(clock.now() + timedelta(days=len(seen))):
            run_for_each(update_all_statuses)
        letter.refresh_from_db()
        seen.append(letter.state)
    assert seen == ["taken", "delivered", "read", "read"]
    assert letter.read_at is not None


def test_an_unknown_word_is_shown_as_it_is(write, work, mailbox, signed_in, case) -> None:
    letter = write()
    work()
    mailbox.happened(str(letter.external_id), "OOTAB_KINNITUST")
    assert update_statuses() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.told) == ("taken", "OOTAB_KINNITUST")
    assert "OOTAB_KINNITUST" in signed_in("official").get(f"/toolaud/juhtum/{case.number}/").text


def test_letters_of_others_in_the_list_are_nobodys(write, work, mailbox) -> None:
    """A mailbox that overlooks the filter shows all operations: ours is found among them by its name."""
    letter = write()
    mailbox.operations["x"] = {"id": "x", "externalId": "other", "status": "READ"}
    mailbox.logs.append({"externalId": "other", "status": "READ"})
    mailbox._of = lambda rows, asked: (200, {"content": list(rows)})  # type: ignore[method-assign]
    assert work().status == Status.SENT
    assert len(mailbox.notifications) == 1
    update_statuses()
    letter.refresh_from_db()
    assert letter.state == "taken"


def test_what_it_could_not_deliver_it_tries_again_without_a_second_letter(
    write, work, mailbox, official, operator
) -> None:
    letter = write()
    work()
    with pytest.raises(PostkastError):
        actions.restart(letter, actor=official)
    mailbox.happened(str(letter.external_id), "FAILED")
    update_statuses()
    letter.refresh_from_db()
    assert letter.state == "failed"
    with pytest.raises(PermissionDenied):
        actions.restart(letter, actor=operator)
    actions.restart(letter, actor=official)
    letter.refresh_from_db()
    assert (letter.state, len(mailbox.notifications)) == ("taken", 1)


def test_trouble_while_following_changes_nothing(write, work, mailbox) -> None:
    write()
    work()
    mailbox.has_right = False
    assert update_statuses() == 0
    assert Letter.objects.get().state == "taken"


def test_a_code_that_nobody_will_use_is_forgotten(write, mailbox, official) -> None:
    old, dropped = write(), write()
    deliveries.cancel(Delivery.objects.get(payload__letter=dropped.pk), actor=official, reason="saatsime paberil")
    Letter.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=31))
    fresh = write()
    run_for_each(erase_codes)
    assert dict(Letter.objects.values_list("pk", "code")) == {old.pk: "", dropped.pk: "", fresh.pk: CODE}


def test_what_it_said_goes_with_the_sender_of_the_case(write, work, case) -> None:
    letter = write()
    work()
    cases.anonymise(case, actor=SYSTEM)
    letter.refresh_from_db()
    assert (letter.values, letter.title, letter.code_digest, letter.state) == ({}, "", "", "taken")


def test_who_may_send(write, operator, resident) -> None:
    for actor in (operator, resident):
        with pytest.raises(PermissionDenied):
            write(actor=actor)


def test_the_journal_tells_who_sent_and_nothing_of_whom(write, case) -> None:
    write()
    line = JournalEntry.objects.get(action="statebox.send")
    assert line.subject_id == case.pk
    assert set(line.data) == {"letter", "template"}


def test_templates_are_made_there_and_completed_when_it_broke_off(municipality, mailbox, connected) -> None:
    texts = [
        {"channel": "INBOX", "language": "et", "subject": "Otsus {{number}}", "content": "{{text}}"},
        {"channel": "INBOX", "language": "en", "subject": "", "content": "{{text}}"},
    ]
    with pytest.raises(PostkastError):
        actions.add_template(municipality, name="Otsus", texts=texts, actor=SYSTEM)
    texts[1]["subject"] = "Decision {{number}}"
    made = actions.add_template(municipality, name="Otsus", texts=texts, actor=SYSTEM)
    assert (len(mailbox.templates), len(mailbox.messages), made.languages) == (1, 2, ["et", "en"])
    mailbox.templates.clear()
    actions.read_templates(municipality, actor=SYSTEM)
    made.refresh_from_db()
    assert not made.is_active
