"""Malformed letters cause no crash, loss or duplicate and do not block other letters."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings

from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import ingest, processing, triage
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import Box, Content, IntakeChannel, Mail, State
from raekoda.channels.mailbox.processing import process_letter, process_waiting
from raekoda.channels.mailbox.reading import bounces, detection
from raekoda.channels.mailbox.reading.headers import split
from raekoda.channels.mailbox.reading.markup import html_to_text
from raekoda.channels.mailbox.reading.parsing import Unreadable, parse, parse_head
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.channels.mailbox import malformed
from tests.channels.mailbox.conftest import letter

QUIET = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.large_base_example,
    HealthCheck.data_too_large,
]


@pytest.mark.parametrize("examples", [300, pytest.param(5000, marks=pytest.mark.soak)])
def test_anything_is_read_or_called_unreadable(examples: int) -> None:
    settings(max_examples=examples, suppress_health_check=QUIET)(
        given(raw=malformed.letters())(is_read_or_unreadable)
    )()


def is_read_or_unreadable(raw: bytes) -> None:
    parse_head(raw)
    try:
        parsed = parse(raw)
    except Unreadable:
        return
    reading = ingest.read_letter(parsed)
    (
        bounces.detect_bounce(parsed),
        detection.is_automatic(parsed),
        detection.is_bulk(parsed),
        bounces.get_returned_text(parsed),
    )
    assert len(reading.files.summaries) >= len(reading.files.accepted)
    for text in (parsed.text, reading.text, reading.trimmed.rest, parsed.subject, *parsed.sender, parsed.message_id):
        text.encode()
        assert "\x00" not in text


def identity(raw: bytes) -> tuple[object, ...]:
    """What two copies of a letter have in common."""
    head = parse_head(raw)
    return (
        head.message_id,
        head.first("date"),
        head.first("from"),
        head.subject,
        split(raw)[1].replace(b"\r", b"").rstrip(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [40, pytest.param(400, marks=pytest.mark.soak)])
def test_anything_is_kept_once_and_ends_in_some_state(box: Box, examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=QUIET)
    @given(raw=malformed.letters())
    def take(raw: bytes) -> None:
        mail, is_new = receive(raw, box=box, actor=Actor.system(), channel=IntakeChannel.FOLDER, at_once=True)
        again, new_again = receive(raw, box=box, actor=Actor.system(), channel=IntakeChannel.LMTP, at_once=True)
        assert (again.pk, new_again) == (mail.pk, False)
        stored = bytes(Content.objects.get(mail=mail).raw)
        assert stored == raw if is_new else stored.split() == raw.split() or identity(stored) == identity(raw)
        process_letter(mail.pk)
        mail.refresh_from_db()
        assert mail.state != State.WAITING
        assert mail.reason != "error"

    take()
    opened = Mail.objects.filter(state=State.CASE)
    assert Case.objects.count() == opened.count() == opened.values("case").distinct().count()


def test_a_letter_that_breaks_our_program_awaits_a_decision_and_the_next_one_is_processed(deliver, monkeypatch) -> None:
    original = triage.triage

    def breaks(mail: Mail, reading: ingest.Reading) -> None:
        if "katki" in reading.text:
            raise ZeroDivisionError("mari.maasikas@example.ee")
        original(mail, reading)

    monkeypatch.setattr(processing, "triage", breaks)
    deliver(letter("katki", Message_ID="<katki@example.ee>"), done=False)
    good = deliver(letter())
    bad = Mail.objects.get(message_id="<katki@example.ee>")

    assert good.state == "case"
    assert (bad.state, bad.reason, bad.detail) == ("failed", "error", "ZeroDivisionError")


def test_a_letter_that_takes_the_process_down_is_not_tried_for_ever(deliver) -> None:
    mail = deliver(letter(), done=False)
    Mail.objects.filter(pk=mail.pk).update(attempts=processing.MAX_ATTEMPTS)
    process_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("failed", "error")


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_try_each_letter_once(deliver, municipality: Municipality) -> None:
    for number in range(24):
        sender = f"elanik{number}@example.ee"
        deliver(letter(f"Kiri {number}", Message_ID=f"<{number}@example.ee>", From=sender), done=False)

    def clerk() -> None:
        with municipality_scope(municipality):
            process_waiting()
        connections.close_all()

    clerks = [threading.Thread(target=clerk) for _ in range(3)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    assert list(Mail.objects.values_list("state", "attempts").distinct()) == [("case", 1)]
    assert Case.objects.count() == 24


def test_parts_within_parts_without_end_are_unreadable_and_lists_of_parts_are_read() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{each}\r\n\r\n--b{each}\r\n" for each in range(900))
    with pytest.raises(Unreadable):
        parse(nested.encode() + b"x\r\n" * 1000)
    beside = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 300
    parsed = parse(f"Content-Type: multipart/mixed; boundary=b\r\n\r\n{beside}--b--".encode())
    assert parsed.text.count("x") == 300


@pytest.mark.parametrize("attack", ["<a ", "<!--", "<div>", "<blockquote>", "&amp", "<![CDATA[", "</p", "<a href='"])
def test_hostile_markup_of_any_length_is_read(attack: str) -> None:
    assert isinstance(html_to_text(attack * 50_000), str)
