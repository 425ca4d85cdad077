"""Staff pages: the list, safe display of a letter, decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.casework.cases.models import Case
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox import retention, tasks
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import Box, Content, Mail, RetentionPeriod
from raekoda.channels.mailbox.processing import process_letter, process_waiting
from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.channels.mailbox.conftest import letter, make_user, reply_to
from tests.jobs import run_for_each

LIST = "/toolaud/saabunud/"


@pytest.fixture
def held(deliver) -> Mail:
    return deliver(letter(X_Spam_Flag="YES", Subject="Kahtlane", files=[("x.exe", "application/octet-stream", b"MZ")]))


def page(mail: Mail, verb: str = "") -> str:
    return f"{LIST}{mail.ref}/{verb}"


def test_letters_to_decide_come_first_with_their_reason(desk: Client, held: Mail, deliver) -> None:
    deliver(letter(Message_ID="<2@example.ee>"))
    to_decide, everything = desk.get(LIST), desk.get(LIST, {"seis": "koik"})
    assert "Kahtlane" in to_decide.text and "rämpspostiks märgitud" in to_decide.text
    assert "Valgusti ei põle" not in to_decide.text
    assert "Valgusti ei põle" in everything.text
    assert "Postkasti veel ei ole" not in desk.get(LIST, {"seis": "vastused"}).text


def test_a_letter_is_shown_as_text_and_the_view_is_logged(desk: Client, deliver, official) -> None:
    mail = deliver(letter(" ", html="<p onclick='x()'>Tere <b>&lt;script&gt;</b></p><script>alert(1)</script>"))
    shown = desk.get(page(mail))
    assert "Tere &lt;script&gt;" in shown.text
    assert "alert(1)" not in shown.text
    assert [(line.action, line.actor_id) for line in history(mail)][-1] == ("mailbox.look", official.id)


def test_what_is_unsafe_is_named_and_only_downloadable(desk: Client, held: Mail) -> None:
    assert "x.exe" in desk.get(page(held)).text
    answer = desk.get(page(held, "algkiri/"))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == bytes(held.content.raw)
    assert history(held).last().data == {"at": "raw"}


def test_a_held_letter_becomes_a_case(desk: Client, held: Mail) -> None:
    assert desk.post(page(held, "poordumiseks/")).status_code == 302
    held.refresh_from_db()
    assert held.state == "case"
    assert held.case.channel == "email"
    assert Letter.objects.get(key__startswith="received:").to == "mari.maasikas@example.ee"
    again = desk.post(page(held, "poordumiseks/"))
    assert again.status_code == 422
    assert "otsustas vahepeal keegi teine" in again.text or Case.objects.count() == 1


def test_a_strangers_reply_is_added_to_the_case_by_number(desk: Client, deliver) -> None:
    case = deliver(letter()).case
    mail = deliver(reply_to(Letter.objects.get(), "Mari, teiselt aadressilt.", sender="mari@too.example.ee"))
    shown = desk.get(page(mail))
    assert f'value="{case.number}"' in shown.text

    wrong = desk.post(page(mail, "lisa/"), {"number": "2020-999999"})
    assert wrong.status_code == 422
    assert 'value="2020-999999"' in wrong.text
    assert desk.post(page(mail, "lisa/"), {"number": case.number}).status_code == 302
    assert case.messages.last().text == "Mari, teiselt aadressilt."


def test_discarding_needs_a_reason_that_is_in_the_journal(desk: Client, held: Mail) -> None:
    assert desk.post(page(held, "ara/"), {"reason": " "}).status_code == 422
    assert desk.post(page(held, "ara/"), {"reason": "Reklaam"}).status_code == 302
    held.refresh_from_db()
    assert held.state == "discarded"
    assert history(held).filter(action="mailbox.discard").get().reason == "Reklaam"
    assert Case.objects.count() == 0


def test_a_failed_letter_is_tried_again_by_todays_settings(desk: Client, held: Mail, box: Box) -> None:
    box.spam_headers = ""
    box.save()
    assert desk.post(page(held, "uuesti/")).status_code == 302
    process_waiting()
    held.refresh_from_db()
    assert held.state == "case"


def test_a_machines_letter_may_be_a_persons_after_all(desk: Client, deliver) -> None:
    mail = deliver(letter(Precedence="bulk"))
    assert desk.post(page(mail, "poordumiseks/")).status_code == 302
    assert Case.objects.count() == 1


def test_letters_are_listed_on_the_page_of_their_case(desk: Client, deliver) -> None:
    mail = deliver(letter())
    assert page(mail) in desk.get(reverse("cases_desk:case", args=[mail.case.number])).text


@pytest.mark.parametrize("role", list(Role.values))
def test_who_opens_what(role: str, municipality: Municipality, held: Mail) -> None:
    client = Client()
    client.force_login(make_user(municipality, "keegi", role))
    direct = {"operator", "official"}
    refused = 404 if role == "service_owner" else 403
    assert client.get(LIST).status_code == (200 if role in direct | {"service_owner"} else 403)
    assert client.get(page(held)).status_code == (200 if role in direct else refused)
    assert client.get(page(held, "algkiri/")).status_code == (200 if role == "official" else 403)
    assert client.post(page(held, "ara/"), {"reason": "x"}).status_code == (302 if role in direct else refused)


def test_another_citys_letters_are_not_found(other_municipality: Municipality, held: Mail) -> None:
    with municipality_scope(other_municipality):
        elva = make_user(other_municipality, "elvakas", Role.OFFICIAL)
    client = Client(headers={"host": "elva.localhost"})
    client.force_login(elva)
    assert "Kahtlane" not in client.get(LIST, {"seis": "koik"}).text
    assert client.get(page(held)).status_code == 404
    assert client.get(page(held, "algkiri/")).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_letters(desk: Client, deliver, box: Box) -> None:
    box.most_an_hour = 1000
    box.save()

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get(LIST, {"seis": "koik"})
        return len(asked)

    for number in range(10):
        deliver(letter(f"Kiri {number}", Message_ID=f"<{number}@example.ee>"))
    questions()
    few = questions()
    for number in range(10, 45):
        deliver(letter(f"Kiri {number}", Message_ID=f"<{number}@example.ee>"))
    assert questions() == few


def test_letters_are_forgotten_when_their_period_is_over(desk: Client, deliver, municipality: Municipality) -> None:
    RetentionPeriod.objects.create(
        municipality=municipality, of="handled", days=10, valid_from=clock.today(), source="Linna dokumentide loetelu"
    )
    mail = deliver(letter())
    assert mail.forget_after == clock.today() + timedelta(days=10)
    with clock.at(clock.now() + timedelta(days=11)):
        run_for_each(tasks.erase_expired)
    mail = Mail.objects.get(pk=mail.pk)
    assert (mail.is_forgotten, mail.sender, mail.subject, mail.message_id) == (True, "", "", "")
    assert not Content.objects.filter(mail=mail).exists()
    assert mail.case is not None
    assert "(kustutatud)" in desk.get(page(mail)).text
    again = deliver(letter())
    assert again.pk == mail.pk


def test_what_waits_is_not_forgotten(held: Mail) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        assert not retention.expired().exists()


def test_boxes_and_keys_are_the_administrators_and_passwords_are_not_shown(
    municipality: Municipality, box: Box
) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("haldur", password="proov-proov"))
    form = {
        "address": "Haridus@Example.ee", "name": "Haridus", "is_active": "on", "imap_host": "imap.example.ee",
        "imap_port": "993", "imap_security": "tls", "imap_user": "haridus", "imap_password": "salajane-1",
        "imap_folder": "INBOX",
        "most_megabytes": "30", "most_an_hour": "20", "spam_headers": "X-Spam-Flag: YES", "kind": "",
        "service": "", "topic": "", "unit": "", "imap_done_folder": "",
    }  # fmt: skip
    assert client.post("/haldus/postkastid/new/", form).status_code == 302
    made = Box.objects.get(address="haridus@example.ee")
    assert made.imap_password == "salajane-1"
    with connection.cursor() as cursor:
        cursor.execute("SELECT imap_password FROM mailbox_box WHERE id = %s", [made.pk])
        assert "salajane" not in cursor.fetchone()[0]
    edit = f"/haldus/postkastid/edit/{made.pk}/"
    assert "salajane" not in client.get(edit).text
    client.post(edit, {**form, "imap_password": "", "name": "Haridusosakond"})
    made.refresh_from_db()
    assert (made.name, made.imap_password) == ("Haridusosakond", "salajane-1")
    assert client.post("/haldus/kirjade-votmed/new/", {"name": "Postfix", "is_active": "on"}).status_code == 302

    operator = Client()
    operator.force_login(make_user(municipality, "operaator", Role.OPERATOR))
    assert operator.get("/haldus/postkastid/").status_code in (302, 403)


def test_a_box_that_cannot_be_fetched_is_reported_to_staff(desk: Client, box: Box) -> None:
    Box.objects.filter(pk=box.pk).update(trouble="LoginError")
    assert "Postkasti ei saa lugeda" in desk.get(LIST).text


def test_the_answer_of_a_case_is_not_opened_by_mail_of_a_case_elsewhere(deliver, other_municipality) -> None:
    deliver(letter())
    token = Letter.objects.get().token
    with municipality_scope(other_municipality):
        elva = Box.objects.create(municipality=other_municipality, address="elva@example.ee", name="Elva")
        message = letter("Vale linn", Message_ID="<9@example.ee>", To=f"elva+{token}@example.ee")
        mail, _ = receive(
            message.as_bytes(), box=elva, actor=Actor.system(), channel="lmtp", recipient=f"elva+{token}@example.ee"
        )
        assert process_letter(mail.pk).state == "case"
        assert Case.objects.get().municipality == other_municipality
