"""Automatic replies, bounces, bulk mail, spam and own letters do not become cases and get no answer."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from raekoda.casework.cases.models import Case
from raekoda.casework.letters import mail as out
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.platform.core import clock
from tests.channels.mailbox.conftest import letter, reply_to

AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x=y"},
    {"Precedence": "bulk"}, {"Precedence": "auto_reply"},
    {"X_Autoreply": "yes"}, {"X_Autorespond": "1"}, {"List_Unsubscribe": "<https://uudised.example/maha>"},
    {"Subject": "Automaatvastus: Valgusti"}, {"Subject": "Olen puhkusel kuni 5. augustini"},
    {"Subject": "Kontorist väljas: x"},
    {"Subject": "Automatic reply: x"}, {"Subject": "Out of Office Re: x"}, {"Subject": "Автоответ: x"},
    {"Subject": "В отпуске"},
    {"Subject": "Automatische Antwort: x"}, {"Subject": "Abwesenheitsnotiz"}, {"Subject": "Automaattinen vastaus: x"},
    {"Subject": "Poissaoloviesti"}, {"From": "linn@example.ee"}, {"From": "raekoda@example.ee"},
]  # fmt: skip


@pytest.mark.parametrize("given", AUTOMATIC, ids=str)
def test_machines_open_no_case_and_get_no_answer(deliver, given: dict[str, str]) -> None:
    mail = deliver(letter(**given))
    assert mail.state == "automatic"
    assert mail.reason
    assert (Case.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "given",
    [{"Auto_Submitted": "no"}, {"Precedence": "normal"}, {"X_Auto_Response_Suppress": "OOF"}, {"Subject": "Puhkusemaja luba"}],
    ids=str,
)  # fmt: skip
def test_people_whose_letters_look_a_little_like_it_are_heard(deliver, given: dict[str, str]) -> None:
    assert deliver(letter(**given)).state == "case"


def test_an_out_of_office_reply_to_our_letter_stays_out_of_the_case(deliver) -> None:
    case = deliver(letter()).case
    mail = deliver(reply_to(Letter.objects.get(), "Olen puhkusel.", Auto_Submitted="auto-replied"))
    assert (mail.state, mail.case) == ("automatic", case)
    assert case.messages.count() == 1
    assert Letter.objects.count() == 1


def test_our_own_letter_that_comes_round_ends_there(deliver) -> None:
    deliver(letter())
    ours = out.compose(Letter.objects.get())
    assert (deliver(ours).reason, Case.objects.count()) == ("own", 1)


def report(sent: Letter, action: str, status: str) -> bytes:
    """A delivery status notification by RFC 3464."""
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>", "To: raekoda@example.ee", "Auto-Submitted: auto-replied",
        "Subject: Undelivered Mail Returned to Sender", "Message-ID: <dsn@mx.example.net>", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "", "--b", "Content-Type: text/plain", "",
        "I'm sorry to have to inform you", "", "--b", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example.net", "", f"Final-Recipient: rfc822; {sent.to}", f"Action: {action}",
        f"Status: {status}", "", "--b",
        "Content-Type: message/rfc822", "", out.compose(sent).as_string(), "", "--b--", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def test_a_bounce_marks_its_letter(deliver) -> None:
    case = deliver(letter()).case
    sent = Letter.objects.get()
    mail = deliver(report(sent, "failed", "5.1.1"))

    sent.refresh_from_db()
    assert (mail.state, mail.case, mail.letter) == ("bounce", case, sent)
    assert (sent.status, sent.error) == ("bounced", "5.1.1")
    assert Case.objects.count() == 1


def test_a_notice_of_a_delay_marks_nothing(deliver) -> None:
    deliver(letter())
    sent = Letter.objects.get()
    mail = deliver(report(sent, "delayed", "4.4.1"))
    sent.refresh_from_db()
    assert (mail.state, mail.reason, sent.status) == ("automatic", "delayed", "queued")


def qmail(sent: Letter) -> EmailMessage:
    text = (
        f"Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the"
        f" following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{sent.to}>:\n550 5.1.1 User unknown\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: {out.compose(sent)['Message-ID']}\nSubject: x\n"
    )
    return letter(text, From="MAILER-DAEMON@mx.example.net", Subject="failure notice", Return_Path="<>")


def test_bounces_from_before_the_standard_are_known_too(deliver, settings) -> None:
    deliver(letter())
    sent = Letter.objects.get()
    assert deliver(qmail(sent)).state == "bounce"
    sent.refresh_from_db()
    assert sent.status == "bounced"


def test_a_bounce_is_known_by_the_address_it_came_back_to(deliver, settings) -> None:
    settings.RAEKODA_MAIL_REPLY_DOMAIN = "vastus.example.ee"
    deliver(letter())
    sent = Letter.objects.get()
    to = f"reply+{sent.token}@vastus.example.ee"
    bare = letter("Delivery failed", From="postmaster@mx.example.net", Subject="Undeliverable: x", Return_Path="<>")
    mail = deliver(bare, recipient=to)
    sent.refresh_from_db()
    assert (mail.state, sent.status) == ("bounce", "bounced")


def test_a_bounce_of_an_unknown_letter_is_no_case(deliver) -> None:
    bare = letter("Delivery failed", From="postmaster@mx.example.net", Subject="Undeliverable: x", Return_Path="<>")
    assert (deliver(bare).reason, Case.objects.count()) == ("unknown_letter", 0)


@pytest.mark.parametrize("headers", [{"X_Spam_Flag": "YES"}, {"X_Spam_Status": "Yes, score=9"}])
def test_spam_waits_for_a_decision(deliver, box: Box, headers: dict[str, str]) -> None:
    box.spam_headers = "X-Spam-Flag: YES\nX-Spam-Status: yes"
    box.save()
    assert (deliver(letter(**headers)).reason, Letter.objects.count()) == ("spam", 0)
    assert deliver(letter(X_Spam_Flag="NO", Message_ID="<2@example.ee>")).state == "case"


def test_too_many_letters_of_one_sender_wait_for_a_decision(deliver, box: Box) -> None:
    box.most_an_hour = 3
    box.save()
    states = [deliver(letter(f"Kiri {n}", Message_ID=f"<{n}@example.ee>")).state for n in range(5)]
    assert states == ["case", "case", "case", "held", "held"]
    assert deliver(letter("Teine", From="teine@example.ee", Message_ID="<t@example.ee>")).state == "case"
    Mail.objects.update(received_at=clock.now() - timedelta(hours=2))
    assert deliver(letter("Hiljem", Message_ID="<h@example.ee>")).state == "case"


def test_a_letter_without_sender_waits_for_a_decision(deliver) -> None:
    assert deliver(letter(From="", Message_ID="<2@example.ee>")).reason == "no_sender"
