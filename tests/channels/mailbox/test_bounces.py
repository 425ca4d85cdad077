"""Bounces of every kind are detected; the official learns of them on the case; subscriptions end after three."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.letters import mail as out
from raekoda.casework.letters.models import Letter
from raekoda.casework.letters.senders import get_sender
from raekoda.channels.mailbox.reading.bounces import detect_bounce
from raekoda.channels.mailbox.reading.parsing import parse
from raekoda.channels.notices import actions as notices
from raekoda.channels.notices import bounces as notice_bounces
from raekoda.channels.notices.models import Kind, Recipient, Subscriber
from raekoda.channels.notices.sending import LetterBuilder
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from tests.casework.cases.conftest import make_user
from tests.channels.mailbox.conftest import letter
from tests.shared_data import shared

TO = "mari.maasikas@example.ee"


def report(
    *statuses: str, sender: str = "MAILER-DAEMON@mx.example.net", subject: str = "x", returned: str = ""
) -> bytes:
    """A report with a part for each of ``statuses`` and the returned letter."""
    parts = ["--b\nContent-Type: text/plain\n\nSee below."]
    parts += [
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n{status}" for status in statuses
    ]
    parts += [f"--b\nContent-Type: message/rfc822\n\n{returned}"] if returned else []
    head = f"From: {sender}\nTo: linn@example.ee\nSubject: {subject}\nMessage-ID: <{abs(hash(str(statuses)))}@mx>\n"
    kind = 'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    return (head + kind + "\n\n".join(parts) + "\n\n--b--\n").encode()


def fields(action: str = "failed", status: str = "5.1.1", *, named: str = "Action: ") -> str:
    return f"Final-Recipient: rfc822; {TO}\n{named}{action}\nStatus: {status}\n"


def plain(text: str, subject: str = "x", sender: str = "MAILER-DAEMON@mx.example.net", **kwargs: str) -> bytes:
    return letter(text, From=sender, Subject=subject, **kwargs).as_bytes()


ENCODED = b"""From: MAILER-DAEMON@mx.example.net
Subject: x
Content-Type: multipart/report; boundary="b"

--b
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFAZXhhbXBsZS5lZQpBY3Rpb246IGZhaWxlZApTdGF0dXM6IDUuMS4xCg==
--b--
"""
FINAL = {
    "by the standard": report(fields()),
    "empty sender": report(fields(), sender="Mail Delivery System <>"),
    "space before the colon": report(fields(named="Action : ")),
    "in capitals": report(fields("FAILED", named="ACTION: ")),
    "expired": report(fields("expired", "4.4.7")),
    "second status": report(fields("delivered", "2.0.0"), fields()),
    "delayed and then failed": report(fields("delayed", "4.2.2"), fields()),
    "no action": report(f"Final-Recipient: rfc822; {TO}\nStatus: 5.2.2\n"),
    "status of another name": report("Final-Recipient: rfc822; a@b.ee\nAction: failed\nStatus: unknown\n"),
    "encoded": ENCODED,
    "a human-looking sender": report(fields(), sender="Info <info@example.net>"),
    "report without fields": report("Reporting-MTA: dns; x\n", sender="Postmaster <postmaster@x.example>"),
    "fields in the text": plain(f"Teade.\n\n{fields()}"),
    "exim": plain("A message that you sent could not be delivered to one or more of its recipients.", "Mail delivery failed"),
    "qmail": plain("I'm afraid I wasn't able to deliver your message.", "failure notice"),
    "mobile network": plain("Error: No valid recipients for this MM", "Undeliverable Message", "post_master@vtext.example"),
    "mailbox is full": plain("Could not be delivered. As their mailbox is full.", sender="no-reply@x.example"),
    "japanese": plain("メッセージはエラーのため送信できませんでした。", "Mail System Error", "Postmaster@ez.example"),
    "japanese by a gateway": plain("宛先不明です。", "メール配信に失敗しました", "imss@x.example"),
    "chinese": plain("您的邮件无法投递，用户不存在", "系统退信", "postmaster@x.example"),
    "russian": plain("Письмо не было доставлено следующему адресату", "Недоставленное сообщение", "mailer-daemon@x.example"),
    "german": plain("Ihre Nachricht konnte nicht zugestellt werden.", "Unzustellbar: Teade", "postmaster@x.example"),
    "french": plain("Votre message n'a pas pu être remis", "Non remis : Teade", "postmaster@x.example"),
    "estonian": plain("Kirja ei õnnestunud kohale toimetada.", "Kirja ei õnnestunud saata", "postmaster@x.example"),
    "finnish": plain("Viestiä ei voitu toimittaa vastaanottajalle.", "Toimitus epäonnistui", "postmaster@x.example"),
    "exchange": plain("Your message\n\ndid not reach the following recipient(s):", "Undeliverable: x", "a@x.example"),
    "empty return path": plain("550 5.1.1 User unknown", "Teade", "a@x.example", Return_Path="<>"),
    "named recipients": plain("See ei läinud läbi: unknown user", "x", "info@x.example", X_Failed_Recipients=TO),
    "list of addresses": plain("User not listed in public Name & Address Book", "Undeliverable message", "p@x.example"),
    "wrapped phrase": plain("Your message could not\n be\n delivered.", "Notice", "mailer-daemon@x.example"),
    "json": plain('{"notificationType":"Bounce","bounce":{"bounceType":"Permanent"}}', "AWS", "no-reply@sns.example.com",
                  Return_Path="<>"),
}  # fmt: skip
DELAYED = {
    "by the standard": report(fields("delayed", "4.4.1")),
    "exim": plain("has not yet been delivered. It will be retried.", "Warning: message 1 delayed 24 hours"),
    "transient code": report(f"Final-Recipient: rfc822; {TO}\nStatus: 4.4.1\n"),
    "json": plain('{"notificationType":"Bounce","bounce":{"bounceType":"Transient"}}', "AWS", Return_Path="<>"),
}
PERSONS = {
    "asks about one": letter("Kiri tuli tagasi: user unknown. Miks?", Subject="Teie kiri"),
    "forwards one": letter("Vaadake, mis tuli:\n\nUndelivered Mail Returned to Sender", Subject="Fwd: failure notice"),
    "complains": letter("Kuller ütles, et pakki ei saanud kohale toimetada, mida teha?", Subject="Post ei jõua kohale"),
    "about delivery": letter("Prügiauto delivery failed meie tänaval.", Subject="Delivery of waste bins"),
    "writes fields": letter("Action: failed ei aita\nStatus: 5 tärni", Subject="Arvustus"),
}


@pytest.mark.parametrize("raw", FINAL.values(), ids=FINAL)
def test_failures_are_detected(raw: bytes) -> None:
    found = detect_bounce(parse(raw))
    assert found is not None and found.is_final


@pytest.mark.parametrize("raw", DELAYED.values(), ids=DELAYED)
def test_delays_are_no_failures(raw: bytes) -> None:
    found = detect_bounce(parse(raw))
    assert found is not None and not found.is_final


@pytest.mark.parametrize("message", PERSONS.values(), ids=PERSONS)
def test_persons_who_write_of_bounces_are_heard(deliver, message) -> None:
    assert detect_bounce(parse(message.as_bytes())) is None
    assert deliver(message).state == "case"


@pytest.mark.parametrize(("status", "permanent"), [("5.1.1", True), ("", True), ("4.4.7", False)])
def test_an_expired_letter_is_final_and_not_permanent(status: str, permanent: bool) -> None:
    found = detect_bounce(parse(report(f"Action: failed\nStatus: {status}\n")))
    assert found is not None and (found.is_final, found.is_permanent) == (True, permanent)


def test_the_share_of_a_folder_that_is_detected_is_measured(tmp_path: Path) -> None:
    for number, raw in enumerate([*FINAL.values(), *DELAYED.values()]):
        (tmp_path / f"{number}.eml").write_bytes(raw)
    (tmp_path / "person.eml").write_bytes(letter().as_bytes())
    output = StringIO()
    call_command("evaluate_bounces", tmp_path, "--names", stdout=output)
    named, *_, row = output.getvalue().strip().splitlines()
    figures = [cell.strip() for cell in row.strip("|").split("|")]
    assert named == "person.eml"
    assert figures[1:5] == [str(len(FINAL) + len(DELAYED) + 1), str(len(FINAL)), str(len(DELAYED)), "1"]


def test_the_real_bounce_of_the_shared_letters_is_detected() -> None:
    file = shared("email", "nodemailer-mailparser", "test", "fixtures", "delivery-status.eml")
    found = detect_bounce(parse(file.read_bytes()))
    assert found is not None and (found.is_final, found.status) == (True, "5.1.1")


@pytest.fixture
def case(deliver, unit) -> Case:
    unit.email = "osakond@example.ee"
    unit.save()
    found = deliver(letter()).case
    cases.assign(found, unit=unit, actor=Actor.system())
    return found


def test_the_official_is_told_on_the_case_and_by_letter(deliver, desk: Client, case: Case) -> None:
    sent = Letter.objects.get(key__startswith="received:")
    mail = deliver(report(fields(), returned=out.compose(sent).as_string()))

    sent.refresh_from_db()
    assert (mail.state, sent.status) == ("bounce", "bounced")
    note = case.messages.last()
    assert note.kind == Message.Kind.NOTE and "ei jõudnud saatjani. 5.1.1" in note.text
    shown = desk.get(f"/toolaud/juhtum/{case.number}/").text
    assert "ei jõudnud saatjani. 5.1.1" in shown and "tuli tagasi" in shown[shown.index('id="kirjad"') :]
    to_unit = Letter.objects.get(key=f"unit-bounced:{sent.pk}")
    assert to_unit.to == "osakond@example.ee" and to_unit.subject.startswith("Kiri ei jõudnud saatjani")
    assert [line.action for line in history(sent)] == ["channels.came_back"]

    deliver(report(fields(status="5.2.1"), returned=out.compose(sent).as_string()))
    assert case.messages.filter(kind=Message.Kind.NOTE).count() == 1


def test_a_letter_to_the_unit_that_comes_back_causes_no_other(deliver, case: Case) -> None:
    to_unit = Letter.objects.filter(key__startswith="unit-").first()
    assert to_unit is not None
    before = Letter.objects.count()
    assert deliver(report(fields(), returned=out.compose(to_unit).as_string())).state == "bounce"
    assert Letter.objects.count() == before
    to_unit.refresh_from_db()
    assert to_unit.status == "bounced"


def test_a_delay_changes_nothing_on_the_case(deliver, case: Case) -> None:
    sent = Letter.objects.get(key__startswith="received:")
    before = Letter.objects.count(), case.messages.count()
    mail = deliver(report(fields("delayed", "4.4.1"), returned=out.compose(sent).as_string()))
    assert (mail.state, mail.reason, mail.case) == ("automatic", "delayed", case)
    assert (Letter.objects.count(), case.messages.count()) == before


@pytest.fixture
def subscriber(municipality) -> Subscriber:
    return Subscriber.objects.create(
        municipality=municipality, email=TO, kinds=list(Kind.values), confirmed_at=clock.now() - timedelta(days=1)
    )


@pytest.fixture
def notice_letter(municipality, subscriber: Subscriber):
    """Publishes a notice; returns the subscriber's letter of it as the mail server got it."""
    editor = Actor.staff(make_user(municipality, "edith", Role.EDITOR))

    def make() -> str:
        notice = notices.save(
            notices.new_notice(municipality), {"kind": "news", "title_et": "T", "text_et": "X"}, actor=editor
        )
        notices.publish(notice, actor=editor)
        sender = get_sender(municipality)
        recipient = Recipient.objects.select_related("subscriber").get(notice=notice)
        return out.build(LetterBuilder(notice, sender).build(recipient), sender).as_string()

    return make


def test_three_permanent_bounces_end_a_subscription(deliver, subscriber: Subscriber, notice_letter) -> None:
    for expected in (False, False, True):
        returned = notice_letter()
        for status in ("5.1.1", "5.1.2"):  # two reports of one letter count once
            mail = deliver(report(fields(status=status), returned=returned, subject=returned[-40:]))
            assert (mail.state, mail.reason) == ("bounce", "")
        subscriber.refresh_from_db()
        assert (subscriber.left_at is not None) is expected
    assert list(Recipient.objects.values_list("state", "error").distinct()) == [("bounced", "5.1.1")]
    last = history(subscriber).last()
    assert (last.action, last.data) == ("notices.end_undeliverable", {"bounces": 3})


def test_transient_bounces_and_delays_end_nothing(deliver, subscriber: Subscriber, notice_letter) -> None:
    for _ in range(4):
        returned = notice_letter()
        deliver(report(fields("delayed", "4.4.1"), returned=returned))
        deliver(report(fields("failed", "4.4.7"), returned=returned))
    subscriber.refresh_from_db()
    assert subscriber.left_at is None


def test_a_guessed_letter_of_a_notice_ends_nothing(subscriber: Subscriber, notice_letter) -> None:
    returned = notice_letter()
    without_address = returned.replace(TO, "keegi@example.com")
    assert not notice_bounces.mark_bounced(without_address, status="5.1.1", actor=Actor.system())
    assert not notice_bounces.mark_bounced(f"<notice-aaaaaaaaaa-1.0001@x> {TO}", status="5.1.1", actor=Actor.system())
    assert not Recipient.objects.filter(state="bounced").exists()


def test_a_new_subscription_after_the_end_is_counted_anew(subscriber: Subscriber, notice_letter) -> None:
    for _ in range(3):
        notice_bounces.mark_bounced(notice_letter(), status="5.1.1", actor=Actor.system())
    Subscriber.objects.update(left_at=None, confirmed_at=clock.now())
    notice_bounces.mark_bounced(notice_letter(), status="5.1.1", actor=Actor.system())
    subscriber.refresh_from_db()
    assert subscriber.left_at is None
