"""Machines and lists never get an automatic answer; their letters are counted on the desk and can become cases."""

from __future__ import annotations

import pytest
from django.test import Client

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case
from raekoda.casework.letters import mail as out
from raekoda.casework.letters.delivery import deliver as send
from raekoda.casework.letters.letters import LetterDraft, write_without_case
from raekoda.casework.letters.models import Letter
from raekoda.casework.letters.recipients import is_machine
from raekoda.channels.mailbox import actions
from raekoda.channels.mailbox.models import Mail
from raekoda.platform.core.actor import Actor
from tests.channels.mailbox.conftest import PERSON, letter, reply_to

MACHINES = [
    "mailer-daemon@mx.example.net", "MAILER-DAEMON@example.net", "mailer_daemon@example.net", "mailerdaemon@example.net",
    "post_master@vtext.example.net", "postmaster@example.net", "Post.Master@example.net", "mail-daemon@example.net",
    "no-reply@example.net", "noreply@example.net", "no_reply@example.net", "no.reply+7@example.net", "noreply123@example.net",
    "info-noreply@example.net", "do-not-reply@example.net", "donotreply@example.net", "dont.reply@example.net",
    "mitte-vasta@example.ee", "nicht-antworten@example.de", "ne-pas-repondre@example.fr", "no-responder@example.es",
    "ala-vastaa@example.fi", "не-отвечать@example.com", "bounce@example.net", "bounces+7=a@example.net",
    "list-bounces@example.net", "fbl@isp.example.net", "feedback-loop@isp.example.net", "nobody@example.net",
    "auto-reply@example.net", "listserv@example.net",
]  # fmt: skip
PEOPLE = [
    "mari.maasikas@example.ee", "post.kangur@example.ee", "master@example.ee", "nora.repley@example.ee", "info@example.ee",
    "bounceau@example.fr", "daemond@example.com", "webmaster@example.ee", "vasta.mitte@example.ee",
]  # fmt: skip
HEADERS = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-notified; owner-email=x"}, {"Precedence": "Bulk"},
    {"Precedence": "junk"}, {"Precedence": "list"}, {"Precedence": "auto_reply"}, {"List_Id": "<a.example.net>"},
    {"List_Unsubscribe": "<https://a.example>"}, {"List_Post": "<mailto:a@example.net>"}, {"List_Help": "<mailto:h@e.net>"},
    {"Mailing_List": "contact x"}, {"X_BeenThere": "a@example.net"}, {"X_Autoreply": "yes"}, {"X_Auto_Response": "1"},
    {"X_Mail_Autoreply": "1"}, {"X_Autorespond": "x"}, {"Return_Path": "<>"}, {"From": "Mail Delivery System <>"},
    {"From": "<>"}, {"Subject": "AUTO: Mari on puhkusel"}, {"Subject": "[Automatyczna odpowiedź] x"},
    {"Subject": "complaint about message from 192.0.2.2"}, {"Subject": "Réponse automatique : x"}, {"Subject": "自動返信: x"},
    {"X_MS_Exchange_Generated_Message_Source": "Rules"},
]  # fmt: skip


@pytest.mark.parametrize("address", MACHINES)
def test_addresses_of_machines_in_every_writing(deliver, address: str) -> None:
    assert is_machine(address)
    mail = deliver(letter(From=f"Keegi <{address}>"))
    assert (mail.state, Case.objects.count(), Letter.objects.count()) == ("automatic", 0, 0)


@pytest.mark.parametrize("address", PEOPLE)
def test_people_have_similar_addresses(address: str) -> None:
    assert not is_machine(address)


@pytest.mark.parametrize("given", HEADERS, ids=str)
def test_automatic_letters_and_lists_open_no_case_and_get_no_answer(deliver, given: dict[str, str]) -> None:
    mail = deliver(letter(**given))
    assert (mail.state, Case.objects.count(), Letter.objects.count()) == ("automatic", 0, 0)


def feedback_report() -> bytes:
    """A complaint of a mail provider, RFC 5965, with a human-looking sender."""
    return "\n".join([
        "From: Abuse Desk <fb@isp.example.net>", "To: linn@example.ee", "Subject: FW: Uudised", "Message-ID: <arf@isp>",
        "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "This is an email abuse report.", "",
        "--b", "Content-Type: message/feedback-report", "", "Feedback-Type: abuse", "User-Agent: x/1", "Version: 1", "",
        "--b", "Content-Type: message/rfc822", "", "From: linn@example.ee", "Subject: Uudised", "", "x", "--b--", "",
    ]).encode()  # fmt: skip


def receipt() -> bytes:
    return "\n".join([
        f"From: {PERSON}", "To: linn@example.ee", "Subject: Loetud: Teie kiri", "Message-ID: <mdn@example.ee>",
        "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "Kiri on loetud.", "", "--b",
        "Content-Type: message/disposition-notification", "", "Final-Recipient: rfc822; mari.maasikas@example.ee",
        "Disposition: manual-action/MDN-sent-manually; displayed", "", "--b--", "",
    ]).encode()  # fmt: skip


@pytest.mark.parametrize("raw", [feedback_report(), receipt()], ids=["complaint", "read receipt"])
def test_reports_of_other_kinds_are_automatic_and_no_bounces(deliver, raw: bytes) -> None:
    deliver(letter(Message_ID="<first@example.ee>"))
    mail = deliver(raw)
    assert mail.state == "automatic"
    assert Letter.objects.get().status == "queued"


def test_a_web_form_of_an_unread_sender_is_the_case_of_the_person_it_names(deliver) -> None:
    mail = deliver(letter(From="Koduleht <noreply@example.net>", Reply_To=PERSON))
    assert (mail.state, Letter.objects.get().to) == ("case", "mari.maasikas@example.ee")


def test_a_case_that_a_person_makes_of_an_automatic_letter_is_not_confirmed(deliver, official: Actor) -> None:
    automatic = deliver(letter(Auto_Submitted="auto-generated"))
    unread = deliver(letter(From="no-reply@example.net", Message_ID="<2@example.ee>"))
    for mail in (automatic, unread):
        actions.make_case(mail, actor=official)
    assert list(Letter.objects.filter(key__startswith="received:").values_list("status", flat=True)) == ["skipped"] * 2

    for mail in (automatic, unread):
        cases.answer(mail.case, text="Korras.", outcome="solved", actor=official)
    written = dict(Letter.objects.filter(key__startswith="answered:").values_list("to", "status"))
    assert written == {"mari.maasikas@example.ee": "queued", "no-reply@example.net": "skipped"}


@pytest.mark.parametrize(
    "given", [{"Precedence": "list"}, {"List_Id": "<a.example>"}, {"X_Auto_Response_Suppress": "All"}]
)
def test_a_reply_that_comes_through_a_list_is_added_and_not_confirmed(deliver, given: dict[str, str]) -> None:
    case = deliver(letter()).case
    assert deliver(reply_to(Letter.objects.get(), "Maja 5.", **given)).case == case
    assert Letter.objects.get(key__startswith="reply:").status == "skipped"


def test_receipts_and_notices_to_machines_are_not_sent_whoever_writes_them(deliver, municipality, make_case) -> None:
    make_case(contact=cases.ContactData(email="no-reply@example.net"))
    draft = LetterDraft("notices/confirm", "x", "postmaster@example.net", "et", {"confirm_url": "https://x.example"})
    write_without_case(municipality, [draft])
    assert set(Letter.objects.values_list("status", flat=True)) == {"skipped"}
    Letter.objects.update(status="queued")
    for each in Letter.objects.all():
        with pytest.raises(out.Undeliverable):
            out.compose(each)
        send(each)
    assert set(Letter.objects.values_list("status", "error")) == {("failed", "AddressOfMachine")}


def test_automatic_letters_have_their_tab_with_a_count(deliver, desk: Client, official: Actor) -> None:
    for number in range(3):
        deliver(letter(Precedence="list", Subject=f"Uudiskiri {number}", Message_ID=f"<{number}@example.ee>"))
    deliver(letter(From="MAILER-DAEMON@example.net", Subject="failure notice", Message_ID="<b@example.ee>"))
    page = desk.get("/toolaud/saabunud/", {"seis": "automaatsed"})
    counts = {tab["url"].partition("=")[2]: tab["count"] for tab in page.context["tabs"]}
    assert (counts["otsustada"], counts["automaatsed"], counts["tagasi"]) == (0, 3, 1)
    assert "Uudiskiri 2" in page.text and "failure notice" not in page.text
    assert '<span class="rk-count">3</span>' in page.text
    assert Mail.objects.count() == 4 and not Case.objects.exists()
