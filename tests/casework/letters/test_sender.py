"""The sender address, and DKIM signatures by settings of the installation or of the municipality."""

from __future__ import annotations

from pathlib import Path

import dkim
import pytest
from django.db import connection
from django.test import Client

from raekoda.casework.letters import actions, mail, senders, signing
from raekoda.casework.letters.delivery import deliver
from raekoda.casework.letters.models import Letter, MailSender
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import SENDER, make_user


@pytest.fixture
def administrator(municipality: Municipality) -> Actor:
    return Actor.staff(make_user(municipality, "anu", Role.ADMINISTRATOR))


@pytest.fixture
def letter(make_case, settings, tmp_path: Path) -> Letter:
    settings.RAEKODA_OUTBOX = tmp_path / "outbox"
    make_case(contact=SENDER, text="Õues on öö.\n.\n..täpid")
    return Letter.objects.get()


def sent(letter: Letter, settings) -> bytes:
    deliver(letter)
    return (settings.RAEKODA_OUTBOX / f"{letter.pk}.eml").read_bytes()


def is_signed_by(content: bytes, name: str, record: str) -> bool:
    """Whether a receiver that looks up the DNS record accepts the signature."""
    records = {f"{name}.".encode(): record.encode()}
    return bool(dkim.verify(content, dnsfunc=lambda asked, timeout=5: records.get(asked)))


def test_unsigned_by_default(letter: Letter, settings) -> None:
    assert b"DKIM-Signature" not in sent(letter, settings)


def test_signed_by_the_municipalitys_own_key(letter, municipality, administrator, settings) -> None:
    sender = actions.get_mail_sender(municipality)
    sender.address, sender.selector, sender.is_signing = "info@tartu.example.ee", "rk1", True
    actions.save_sender(sender, actor=administrator)
    assert not sender.is_signing and sender.key
    sender.is_signing = True
    actions.save_sender(sender, actor=administrator)

    content = sent(letter, settings)

    name, record = "rk1._domainkey.tartu.example.ee", signing.dns_record(sender.key)
    assert b"From: Tartu linn <info@tartu.example.ee>" in content
    assert is_signed_by(content, name, record)
    assert not is_signed_by(content.replace(b"Kiri on saadetud", b"Kiri ei ole saadetud"), name, record)
    assert not is_signed_by(content.replace(b"Subject: ", b"Subject: X"), name, record)
    assert not is_signed_by(content, name, signing.dns_record(signing.new_key()))


def test_signed_by_the_installations_key(letter, settings) -> None:
    settings.RAEKODA_DKIM_KEY, settings.RAEKODA_DKIM_SELECTOR = signing.new_key(), "inst"
    record = signing.dns_record(settings.RAEKODA_DKIM_KEY)
    assert is_signed_by(sent(letter, settings), "inst._domainkey.example.ee", record)


def test_unsubscribe_headers_are_signed(municipality: Municipality) -> None:
    key = signing.new_key()
    outgoing = mail.Outgoing(
        municipality, "a@example.ee", "s", "t", "et", "<x@example.ee>", municipality.created_at,
        headers=mail.list_headers("notices.example.ee", "https://example.ee/tellimus/x/loobu/"),
    )  # fmt: skip
    sender = senders.Sender("info@example.ee", "k", key)
    content = mail.message_bytes(mail.build(outgoing, sender), sender)
    assert is_signed_by(content, "k._domainkey.example.ee", signing.dns_record(key))
    signature = content.partition(b"\r\nFrom:")[0].lower()
    assert b"list-unsubscribe" in signature and b"list-unsubscribe-post" in signature


def test_key_is_stored_encrypted_and_an_unreadable_one_stops_no_letter(
    letter, municipality, administrator, settings
) -> None:
    sender = actions.get_mail_sender(municipality)
    sender.address = "info@tartu.example.ee"
    actions.save_sender(sender, actor=administrator, new_key=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM channels_mailsender")
        assert "PRIVATE KEY" not in cursor.fetchone()[0]
        cursor.execute("UPDATE channels_mailsender SET key = 'gAAAAABnonsense', is_signing = true")
    content = sent(letter, settings)
    assert b"info@tartu.example.ee" in content and b"DKIM-Signature" not in content


def test_page_is_for_administrators_and_shows_the_public_half_only(client: Client, municipality, administrator) -> None:
    client.force_login(make_user(municipality, "olga", Role.OFFICIAL))
    assert client.get("/toolaud/kirjad/saatja/").status_code == 403
    client.force_login(administrator.user)
    client.post("/toolaud/kirjad/saatja/", {"address": "info@tartu.example.ee", "selector": "rk", "new_key": "1"})
    shown = client.get("/toolaud/kirjad/saatja/").content.decode()
    assert "rk._domainkey.tartu.example.ee" in shown and "v=DKIM1" in shown
    assert "PRIVATE" not in shown
    assert not MailSender.objects.get().is_signing
    assert client.post("/toolaud/kirjad/saatja/", {"address": "x", "selector": "a b"}).status_code == 422


@pytest.mark.parametrize(
    ("key", "is_automatic"), [("answered:1", False), ("question:1", False), ("received:1", True), ("unit-new:1", True)]
)
def test_letters_written_by_people_are_not_marked_automatic(municipality, key: str, is_automatic: bool) -> None:
    assert ("Auto-Submitted" in mail.letter_headers(Letter(municipality=municipality, key=key))) == is_automatic
