"""Letters received by IMAP, LMTP, HTTP or from a folder are stored once."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email.policy import SMTP
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django import app

from raekoda.casework.cases.models import Case
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox import actions, imap, services, tasks
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.channels.mailbox.processing import process_waiting
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.channels.mailbox.conftest import letter, reply_to
from tests.channels.mailbox.servers import PASSWORD, USER, ImapServer, SmtpServer, lmtp_server
from tests.config.installation import until
from tests.shared_data import shared

ZEROS = "stored 0 cases 0 replies 0 bounces 0 automatic 0 failed 0"


@pytest.fixture(scope="module")
def imap_server() -> Iterator[ImapServer]:
    server = ImapServer()
    yield server
    server.stop()


@pytest.fixture
def fetched(box: Box, imap_server: ImapServer) -> Iterator[Box]:
    """The box, connected to a server with an empty mailbox."""
    box.imap_host, box.imap_port, box.imap_security = "127.0.0.1", imap_server.port, Box.Security.NONE
    box.imap_user, box.imap_password = USER, PASSWORD
    box.save()
    yield box
    with imap_server.client() as client:
        for _flags, _mark, name in client.list_folders():
            client.select_folder(name)
            client.delete_messages(client.search("ALL"))
            client.expunge()


def test_unread_letters_are_fetched_first_and_then_all_new_ones(fetched: Box, imap_server: ImapServer) -> None:
    imap_server.put(letter("Ammu vastatud.", Message_ID="<old@example.ee>"), flags=(rb"\Seen",))
    imap_server.put(letter())
    assert imap.fetch(fetched) == 1
    assert imap.fetch(fetched) == 0

    imap_server.put(letter("Loetud teises programmis.", Message_ID="<2@example.ee>"), flags=(rb"\Seen",))
    assert imap.fetch(fetched) == 1
    assert Mail.objects.count() == 2
    assert all(rb"\Seen" in facts[b"FLAGS"] for facts in imap_server.folder("INBOX").values())
    fetched.refresh_from_db()
    assert (fetched.trouble, fetched.imap_password) == ("", PASSWORD)


def test_what_was_taken_in_goes_to_its_folder(fetched: Box, imap_server: ImapServer) -> None:
    with imap_server.client() as client:
        client.create_folder("Raekoda")
    fetched.imap_done_folder = "Raekoda"
    imap_server.put(letter(), letter("Teine", Message_ID="<2@example.ee>"))
    assert imap.fetch(fetched) == 2
    assert (len(imap_server.folder("INBOX")), len(imap_server.folder("Raekoda"))) == (0, 2)


def test_a_letter_too_large_is_stored_as_its_header_and_stays_on_the_server(
    fetched: Box, imap_server: ImapServer
) -> None:
    fetched.most_megabytes = 1
    fetched.save()
    imap_server.put(
        letter(files=[("suur.bin", "application/x-y", b"0" * 1_200_000)]), letter("x", Message_ID="<2@e.ee>")
    )
    assert imap.fetch(fetched) == 2
    held = Mail.objects.get(reason="too_large")
    assert (held.state, held.subject, held.sender) == ("failed", "Valgusti ei põle", "mari.maasikas@example.ee")
    assert held.size > 1_200_000
    assert len(imap_server.folder("INBOX")) == 2


def test_a_server_that_does_not_answer_is_reported_on_the_box_and_loses_nothing(fetched: Box) -> None:
    fetched.imap_password = "vale"
    assert imap.fetch(fetched) == 0
    fetched.refresh_from_db()
    assert fetched.trouble == "LoginError"

    fetched.imap_port = 9
    imap.fetch(fetched)
    fetched.refresh_from_db()
    assert fetched.trouble == "ConnectionRefusedError"


def test_a_server_inside_the_network_is_connected_only_where_allowed(fetched: Box, settings) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    assert imap.fetch(fetched) == 0
    fetched.refresh_from_db()
    assert fetched.trouble == "Forbidden"


@pytest.mark.django_db(transaction=True)
def test_a_letter_its_answer_and_the_reply_by_lmtp_smtp_and_imap(
    fetched: Box, imap_server: ImapServer, settings, municipality: Municipality
) -> None:
    """A letter by LMTP, the answer by SMTP, the reply to it by IMAP IDLE; jobs run in the real worker."""
    smtp = SmtpServer()
    settings.EMAIL_URL = smtp.url
    with lmtp_server() as port, smtplib.LMTP("127.0.0.1", port) as client:
        refused = client.sendmail(
            "mari.maasikas@example.ee", ["linn@example.ee", "eikeegi@example.ee"], letter().as_bytes(policy=SMTP)
        )
        assert {address: code for address, (code, _) in refused.items()} == {"eikeegi@example.ee": 550}
        client.sendmail("mari.maasikas@example.ee", ["linn@example.ee"], letter().as_bytes(policy=SMTP))
    run_worker()
    case = Case.objects.get()
    ((_sender, _to, confirmation),) = [each for each in smtp.taken if each[1] == ["mari.maasikas@example.ee"]]
    assert case.number in confirmation["Subject"]
    assert confirmation["In-Reply-To"] == "<1@example.ee>"

    reply = reply_to(Letter.objects.get(key__startswith="received:"), "Lisan maja numbri: 5.")
    watchers = services.Watchers()  # as in production: they reconnect
    watchers.renew()
    until(lambda: Box.objects.exclude(fetched_at=None).exists(), "the box is watched")
    imap_server.put(reply)
    until(lambda: Mail.objects.count() == 2, "the reply has come")
    watchers.stop()
    run_worker()
    for thread, _stop in watchers.running.values():
        thread.join(60)

    assert [message.text for message in case.messages.all()][1:] == ["Lisan maja numbri: 5."]
    assert [to for _, to, _ in smtp.taken] == [["mari.maasikas@example.ee"]] * 2
    smtp.controller.stop()


@pytest.mark.django_db(transaction=True)
def test_lmtp_answers_for_each_recipient_and_keeps_nothing_it_refuses(box: Box, municipality: Municipality) -> None:
    box.most_megabytes = 1
    box.save()
    Box.objects.create(municipality=municipality, address="haridus@example.ee", name="Haridus")
    big = letter(files=[("suur.bin", "application/x-y", b"0" * 1_200_000)]).as_bytes(policy=SMTP)
    long_line = b"Message-ID: <3@example.ee>\r\nFrom: a@example.ee\r\n\r\n" + b"x" * 50_000 + b"\r\n"
    with lmtp_server() as port, smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("a@example.ee")
        client.rcpt("Linn+abc@example.ee")
        client.rcpt("haridus@example.ee")
        client.docmd("data")
        client.send(big + b".\r\n")
        assert [client.getreply()[0] for _ in range(2)] == [552, 250]
        assert client.sendmail("a@example.ee", ["haridus@example.ee"], long_line) == {}
    assert Mail.objects.filter(box__address="haridus@example.ee").count() == 2


def test_a_mail_server_submits_over_http(box: Box, municipality: Municipality) -> None:
    key, plain = actions.new_key(municipality, "Postfix", actor=Actor.system())

    def post(content: bytes, to: str = "linn@example.ee", key: str = plain, method: str = "post") -> tuple[int, str]:
        answer = getattr(Client(), method)(
            f"/api/v1/mail?to={to}", content, content_type="message/rfc822", headers={"X-Api-Key": key}
        )
        return answer.status_code, answer.json().get("ref") or answer.json()["error"]["code"]

    status, ref = post(letter().as_bytes())
    assert status == 201
    assert post(letter().as_bytes()) == (200, ref)
    assert post(letter().as_bytes(), key="vale") == (403, "forbidden")
    assert post(letter().as_bytes(), to="x@example.ee") == (404, "not_found")
    assert post(b"") == (422, "invalid_parameters")
    assert post(b"", method="put") == (405, "method_not_allowed")
    big = letter(files=[("suur.bin", "application/x-y", b"0" * 6_000_000)], Message_ID="<9@example.ee>").as_bytes()
    assert post(big)[0] == 201
    box.most_megabytes = 1
    box.save()
    assert post(big + b"x") == (413, "too_large")
    actions.change_key(key, name="Postfix", is_active=False, actor=Actor.system())
    assert post(letter().as_bytes())[0] == 403
    assert Mail.objects.count() == 2


def test_a_box_of_another_city_is_not_this_ones_to_fill(
    other_municipality: Municipality, municipality, box: Box
) -> None:
    _key, plain = actions.new_key(municipality, "Postfix", actor=Actor.system())
    with municipality_scope(other_municipality):
        Box.objects.create(municipality=other_municipality, address="elva@example.ee", name="Elva")
    answer = Client().post(
        "/api/v1/mail?to=elva@example.ee",
        letter().as_bytes(),
        content_type="message/rfc822",
        headers={"X-Api-Key": plain},
    )
    assert answer.status_code == 404


def test_a_folder_is_imported_once(box: Box, tmp_path: Path) -> None:
    for folder in ("Maildir/cur", "Maildir/new", "Maildir/tmp", "kirjad"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "kirjad" / "1.eml").write_bytes(letter().as_bytes())
    (tmp_path / "kirjad" / "märkmed.txt").write_text("pole kiri")
    (tmp_path / "Maildir" / "cur" / "17.M1.host:2,S").write_bytes(
        letter("Teine", Message_ID="<2@example.ee>").as_bytes()
    )
    (tmp_path / "Maildir" / "new" / "18.M1.host").write_bytes(
        letter("Olen puhkusel", Subject="Automaatvastus: Valgusti", Message_ID="<3@example.ee>").as_bytes()
    )
    (tmp_path / "Maildir" / "tmp" / "19").write_bytes(b"pooleli")

    assert _import(tmp_path) == "stored 3 cases 2 replies 0 bounces 0 automatic 1 failed 0"
    assert _import(tmp_path) == ZEROS
    assert Case.objects.count() == 2
    assert str(Case.objects.earliest("id").registered_at.date()) == "2026-01-05"


def test_an_import_that_was_cut_short_goes_on(box: Box, tmp_path: Path, deliver) -> None:
    (tmp_path / "1.eml").write_bytes(letter().as_bytes())
    deliver(letter(), done=False)
    assert _import(tmp_path) == "stored 0 cases 1 replies 0 bounces 0 automatic 0 failed 0"


def test_an_import_needs_a_box_and_says_so(municipality: Municipality, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no mailbox yet"):
        _import(tmp_path)


def test_real_letters_are_taken_in_without_loss(box: Box) -> None:
    folder = shared("email", "nodemailer-mailparser")
    line = _import(folder)
    stored = len(list(folder.rglob("*.eml")))
    assert line.startswith(f"stored {stored} cases ")
    assert sum(int(word) for word in line.split()[3::2]) == stored
    assert _import(folder) == ZEROS
    assert Mail.objects.filter(state="bounce").count() == 1
    assert not Mail.objects.filter(reason__in=("error", "unreadable")).exists()


def test_the_worker_finds_letters_whose_job_was_lost(deliver, municipality: Municipality) -> None:
    deliver(letter(), done=False)
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name="mailbox.work", status="todo")
    assert jobs.count() == 1
    jobs.update(queueing_lock=None)
    tasks.fetch_all(0)
    assert jobs.count() == 2
    process_waiting()


def _import(folder: Path) -> str:
    out = StringIO()
    call_command("mail_import", str(folder), stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def run_worker() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.parametrize("security", [Box.Security.NONE, Box.Security.TLS])
def test_a_name_is_looked_up_once_and_the_checked_address_is_connected(
    box: Box, security: str, settings, monkeypatch
) -> None:
    """A name that resolves to an internal address at the second look-up (DNS rebinding) has no effect."""
    settings.RAEKODA_INSIDE_ALLOWED = []
    answers = iter(["93.184.216.34", "127.0.0.1"])
    connected: list[str] = []

    def looked_up(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 993))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    box.imap_host, box.imap_port, box.imap_security = "imap.example.ee", 993, security
    with pytest.raises(ConnectionRefusedError), imap.connected(box):
        pass
    assert connected == ["93.184.216.34"]
    with pytest.raises(imap.Forbidden), imap.connected(box):
        pass
