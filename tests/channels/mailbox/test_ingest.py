"""A resident writes to the municipality, gets a case number, and replies to that letter."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Channel, Kind, Message
from raekoda.casework.letters import mail as out
from raekoda.casework.letters.models import Heard, Letter
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from tests.channels.mailbox.conftest import PERSON, letter, reply_to

LONG_ID = "<DB9PR04MB8409A1B2C3D4E5F60718293A4B5C6D7E8F90@DB9PR04MB8409.eurprd04.prod.outlook.com>"


def sent(kind: str) -> Letter:
    return Letter.objects.get(key__startswith=f"{kind}:")


def test_a_letter_is_a_case_and_its_sender_gets_the_number(deliver) -> None:
    mail = deliver(letter())

    assert mail.state == "case"
    case = mail.case
    assert (case.channel, case.kind, case.language, case.subject) == (
        Channel.EMAIL,
        Kind.ENQUIRY,
        "et",
        "Valgusti ei põle",
    )
    assert (case.contact.name, case.contact.email) == ("Mari Maasikas", "mari.maasikas@example.ee")
    assert "Tänavavalgusti ei põle" in case.messages.get().text
    confirmation = sent("received")
    assert confirmation.to == "mari.maasikas@example.ee"
    assert case.number in confirmation.subject


def test_our_letters_thread_in_the_senders_mail_program(deliver, official: Actor) -> None:
    mail = deliver(letter(Message_ID=LONG_ID, References="<0@example.ee>"))
    cases.answer(mail.case, text="Korras.", outcome="solved", actor=official)

    for kind in ("received", "answered"):
        content = out.compose(sent(kind)).as_bytes()
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert message["In-Reply-To"] == LONG_ID
        assert message["References"].split() == ["<0@example.ee>", LONG_ID]
        assert LONG_ID.encode() in content
        assert str(message["Reply-To"].addresses[0].addr_spec) == f"linn+{sent(kind).token}@example.ee"
    assert out.compose(sent("answered"))["Message-ID"] == out.compose(sent("answered"))["Message-ID"]
    assert len({out.compose(each)["Message-ID"] for each in Letter.objects.all()}) == Letter.objects.count()


def test_the_reply_goes_to_its_case_without_what_it_quotes(deliver) -> None:
    case = deliver(letter()).case
    mail = deliver(reply_to(sent("received"), "Lisan: maja number on 5."))

    assert (mail.state, mail.case) == ("reply", case)
    assert [message.kind for message in case.messages.all()] == [Message.Kind.OPENING, Message.Kind.REPLY]
    assert case.messages.last().text == "Lisan: maja number on 5."
    assert "kirjutas Tartu linn" in mail.content.trimmed
    assert Letter.objects.filter(key__startswith="reply:").count() == 1
    assert Heard.objects.filter(case=case).count() == 2


def test_a_reply_domain_serves_all_letters_and_their_bounces(deliver, settings) -> None:
    settings.RAEKODA_MAIL_REPLY_DOMAIN = "vastus.example.ee"
    case = deliver(letter()).case
    confirmation = sent("received")
    message = out.compose(confirmation)
    assert str(message["Reply-To"].addresses[0].addr_spec) == f"reply+{confirmation.token}@vastus.example.ee"

    assert deliver(reply_to(confirmation, "Üks asi veel.")).case == case


def test_a_case_from_the_website_is_answered_by_mail_too(deliver, make_case, official: Actor) -> None:
    case = make_case(contact=cases.ContactData(email="mari.maasikas@example.ee"))
    cases.ask_sender(case, text="Milline post?", actor=official)
    question = sent("question")
    assert out.compose(question)["In-Reply-To"] == out.compose(sent("received"))["Message-ID"]

    assert deliver(reply_to(question, "Kolmas.")).state == "reply"
    case.refresh_from_db()
    assert case.status == "assigned"


def test_without_the_reply_address_the_thread_is_enough_for_the_sender(deliver) -> None:
    case = deliver(letter()).case
    answer = reply_to(sent("received"), "Sama inimene.", To="linn@example.ee")
    stranger = reply_to(sent("received"), "Võõras.", To="linn@example.ee", sender="keegi@example.ee")

    assert deliver(answer).case == case
    other = deliver(stranger)
    assert other.state == "case"
    assert other.case != case


def test_a_number_in_the_subject_opens_no_case_of_others(deliver) -> None:
    case = deliver(letter()).case
    mail = deliver(
        letter("Palun näidake.", Subject=f"Re: {case.number}", Message_ID="<2@example.ee>", From="x@example.ee")
    )

    assert mail.state == "case"
    assert mail.case != case


def test_a_stranger_with_the_reply_address_waits_for_a_decision(deliver) -> None:
    case = deliver(letter()).case
    mail = deliver(reply_to(sent("received"), "Mina olen naaber.", sender="naaber@example.ee"))

    assert (mail.state, mail.reason, mail.case) == ("held", "stranger", case)
    assert case.messages.count() == 1


def test_a_reply_to_an_answered_case_opens_it_again_and_brings_its_files(deliver, official: Actor) -> None:
    case = deliver(letter()).case
    cases.answer(case, text="Korras.", outcome="solved", actor=official)
    message = reply_to(sent("answered"), "Ikka on pime.")
    message.add_attachment(b"vaata", maintype="text", subtype="plain", filename="pilt.txt")

    mail = deliver(message)

    case.refresh_from_db()
    assert mail.state == "reply"
    assert (case.reopened, case.closed_at) == (1, None)
    assert case.attachments.get().name == "pilt.txt"
    assert "Ikka on pime." in [each.text for each in case.messages.all()]


@pytest.mark.parametrize(
    "text", ["Aitäh!", "Suur tänu", "Thank you very much!", "Спасибо большое", "Danke schön", "Kiitos"]
)
def test_mere_thanks_reopen_nothing(deliver, official: Actor, text: str) -> None:
    case = deliver(letter()).case
    cases.answer(case, text="Korras.", outcome="solved", actor=official)

    assert deliver(reply_to(sent("answered"), text)).state == "reply"
    case.refresh_from_db()
    assert case.status == "closed"
    assert case.messages.last().kind == Message.Kind.NOTE


def test_a_reply_to_a_joined_case_waits_for_a_decision(deliver, make_case, official: Actor) -> None:
    case, other = deliver(letter()).case, make_case()
    cases.merge(case, into=other, actor=official)

    mail = deliver(reply_to(sent("received"), "Lisan veel."))
    assert (mail.state, mail.reason, mail.case) == ("held", "case_ended", other)


def test_a_forgotten_sender_writes_a_new_case(deliver, official: Actor) -> None:
    case = deliver(letter()).case
    cases.answer(case, text="Korras.", outcome="solved", actor=official)
    reply = reply_to(sent("answered"), "Veel üks asi")
    cases.anonymise(case, actor=Actor.system())

    assert not Mail.objects.filter(case=case).exclude(sender="").exists()
    mail = deliver(reply)
    assert mail.state == "case"
    assert mail.case != case


def test_the_box_says_what_its_letters_become(deliver, box: Box, unit, lights) -> None:
    box.kind, box.service, box.unit = Kind.COMPLAINT, lights, unit
    box.save()
    case = deliver(letter()).case
    assert (case.kind, case.service, case.unit) == (Kind.COMPLAINT, lights, unit)


def test_the_clock_runs_from_the_day_the_letter_came(deliver) -> None:
    came = clock.now() - timedelta(days=3)
    assert deliver(letter(), received_at=came).case.registered_at == came
    future = deliver(letter(Message_ID="<2@example.ee>"), received_at=clock.now() + timedelta(days=3))
    assert future.case.registered_at <= clock.now()


@pytest.mark.parametrize(
    ("text", "language"),
    [("Где можно получить справку о месте жительства?", "ru"), ("Where can I get a parking permit for my car?", "en")],
)
def test_the_answer_is_in_the_language_of_the_letter(deliver, text: str, language: str) -> None:
    assert deliver(letter(text, Subject="?")).case.language == language


def test_the_same_letter_comes_once_whatever_the_channel_and_added_headers(deliver) -> None:
    message = letter()
    first = deliver(message)
    message["Received"] = "from a by b; Mon, 05 Jan 2026 10:00:05 +0200"
    again = deliver(message.as_bytes().replace(b"\n", b"\r\n"))

    assert again.pk == first.pk
    assert Case.objects.count() == 1


def test_another_letter_with_the_same_id_is_neither_lost_nor_a_second_case(deliver) -> None:
    first = deliver(letter())
    second = deliver(letter("Hoopis teine jutt."))

    assert (second.state, second.reason) == ("held", "same_id")
    assert second.pk != first.pk
    assert Case.objects.count() == 1


def test_a_letter_without_id_is_known_by_what_it_says(deliver) -> None:
    first, again = deliver(letter(Message_ID="")), deliver(letter(Message_ID=""))
    other = deliver(letter("Teine kiri, ka ilma tunnuseta.", Message_ID=""))
    assert (first.pk, first.state, other.state) == (again.pk, "case", "case")
    assert Case.objects.count() == 2


def test_a_very_long_letter_is_a_case_with_the_whole_text_as_a_file(deliver) -> None:
    case = deliver(letter("Pikk jutt. " * 4000)).case
    assert len(case.messages.get().text) <= 20_000
    assert case.attachments.get().size > 40_000


def test_a_reply_to_address_is_answered(deliver) -> None:
    case = deliver(letter(From="Veebivorm <vorm@example.ee>", Reply_To=PERSON)).case
    assert case.contact.email == "mari.maasikas@example.ee"
