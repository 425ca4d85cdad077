"""The sender's private page: reply, rating, reopening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case, Kind, Message, RetentionRule, Status
from raekoda.casework.cases.site.antispam import LIMITS
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from tests.casework.cases.conftest import SENDER
from tests.casework.cases.site.conftest import photo

MakeCase = Callable[..., Case]


@pytest.fixture
def case(make_case: MakeCase) -> Case:
    return make_case(contact=SENDER, kind=Kind.ENQUIRY, text="Millal tuleb lumi?")


def page(client: Client, case: Case) -> str:
    return client.get(f"/minu/{case.token}/").content.decode()


def test_the_page_shows_the_state_in_plain_words(client: Client, case: Case, official: Actor) -> None:
    response = client.get(f"/minu/{case.token}/")
    words = response.content.decode()
    assert "Teie pöördumine on registreeritud" in words
    assert case.number in words
    assert "Millal tuleb lumi?" in words
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    actions.note(case, text="Helistasin naabrile", actor=official)
    assert "Helistasin naabrile" not in page(client, case), "internal notes stay inside"


def test_a_question_is_answered_back_with_a_file(client: Client, case: Case, official: Actor) -> None:
    actions.ask_sender(case, text="Millise tänava lumi?", actor=official)
    assert "Ootame teie vastust" in page(client, case)
    reply = {"text": "Rüütli tänava lumi.", "photos": [photo(), SimpleUploadedFile("kiri.pdf", b"%PDF-1.4 x")]}
    done = client.post(f"/minu/{case.token}/vasta/", reply, follow=True)
    case.refresh_from_db()
    assert case.status in (Status.NEW, Status.ASSIGNED)
    said = case.messages.get(kind=Message.Kind.REPLY)
    assert {each.content_type for each in said.attachments.all()} == {"image/jpeg", "application/pdf"}
    assert f'data-keep-done="reply-{case.ref}"' in done.content.decode()


def test_a_file_without_words_is_a_reply_and_nothing_at_all_is_not(client: Client, case: Case) -> None:
    client.post(f"/minu/{case.token}/vasta/", {"text": " ", "photos": [SimpleUploadedFile("kiri.pdf", b"%PDF-1.4 x")]})
    reply = case.messages.get(kind=Message.Kind.REPLY)
    assert (reply.text, reply.attachments.get().name) == ("(Failid ilma tekstita.)", "kiri.pdf")
    shown = client.post(f"/minu/{case.token}/vasta/", {"text": " "}).content.decode()
    assert "Palun kirjutage mõni sõna." in shown
    assert case.messages.filter(kind=Message.Kind.REPLY).count() == 1


def test_an_invalid_file_shows_an_error_and_the_text_is_kept(client: Client, case: Case, official: Actor) -> None:
    actions.ask_sender(case, text="Millise tänava lumi?", actor=official)
    bad = SimpleUploadedFile("pilt.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    shown = client.post(f"/minu/{case.token}/vasta/", {"text": "Rüütli tänava lumi.", "photos": [bad]}).content.decode()
    assert "Rüütli tänava lumi." in shown
    assert "pilt.svg" in shown
    assert not case.messages.filter(kind=Message.Kind.REPLY).exists()


def test_an_answer_is_rated_and_the_case_reopened(client: Client, case: Case, official: Actor) -> None:
    actions.answer(case, text="Homme tuleb lumi.", outcome="answered", actor=official)
    words = page(client, case)
    assert "väga rahul" in words
    assert "üldse ei ole rahul" in words
    missed = client.post(f"/minu/{case.token}/hinda/", {"comment": "Hea"}).content.decode()
    assert "Palun valige üks viiest." in missed
    client.post(f"/minu/{case.token}/hinda/", {"score": "4", "comment": "Hea"})
    case.refresh_from_db()
    assert (case.score, case.score_comment) == (4, "Hea")
    client.post(f"/minu/{case.token}/ava-uuesti/", {"reason": "Lund ei tulnud"})
    case.refresh_from_db()
    assert case.is_open
    assert case.reopened == 1
    assert "Lund ei tulnud" in page(client, case)


def test_actions_not_allowed_in_the_state_show_an_error(client: Client, case: Case) -> None:
    shown = client.post(f"/minu/{case.token}/ava-uuesti/", {"reason": "Palun uuesti"}).content.decode()
    assert "Palun uuesti" in shown, "what was typed is kept"
    assert "rk-error-summary" in shown
    case.refresh_from_db()
    assert case.reopened == 0


def test_the_page_shows_the_retention_date(client: Client, case: Case, official: Actor) -> None:
    RetentionRule.objects.filter(kind=case.kind).delete()
    RetentionRule.objects.create(kind=case.kind, days=100, valid_from="2020-01-01", source="test")
    actions.answer(case, text="Homme.", outcome="answered", actor=official)
    day = local_day(clock.now()) + timedelta(days=100)
    assert str(day.year) in page(client, case).split("Teie isikuandmed eemaldatakse")[1][:60]


def test_an_unknown_link_is_not_there_and_guessing_is_stopped(client: Client, case: Case) -> None:
    limit, _seconds = LIMITS["missed"]
    answers = [client.get(f"/minu/{'x' * 21}{number % 10}/").status_code for number in range(limit + 1)]
    assert answers == [404] * limit + [429]
    assert client.get(f"/minu/{case.token}/").status_code == 200, "who has the right link is not shut out"


def test_no_external_link_contains_the_token(client: Client, case: Case) -> None:
    for line in page(client, case).split("<a ")[1:]:
        href = line.split('href="', 1)[1].split('"', 1)[0]
        if case.token in href:
            assert href.startswith((f"/minu/{case.token}/", "/en/minu/", "/ru/minu/"))


@pytest.mark.parametrize("part", ["vasta", "hinda", "ava-uuesti"])
def test_a_link_in_a_letter_leads_to_its_part_of_the_page(client: Client, case: Case, part: str) -> None:
    led = client.get(f"/minu/{case.token}/{part}/")
    assert led.headers["Location"] == f"/minu/{case.token}/#{part}"
    assert client.get(f"/minu/{'x' * 22}/{part}/").status_code == 404
