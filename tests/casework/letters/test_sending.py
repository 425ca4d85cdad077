"""Delivery of letters: files in the outbox, a real SMTP server on this machine, retries of failures."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from raekoda.casework.cases import actions as case_actions
from raekoda.casework.cases.actions import ContactData
from raekoda.casework.letters import actions, mail, tasks
from raekoda.casework.letters.delivery import deliver
from raekoda.casework.letters.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import SENDER


class Server(socketserver.ThreadingTCPServer):
    """A minimal mail server: stores what it receives, rejects recipients with ``code``."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[tuple[list[str], bytes]] = []
        self.code = 250
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.reply(220, "ready")
        recipients: list[str] = []
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipients.append(line[8:].strip("<> "))
                self.reply(self.server.code, "recipient")
            elif verb == "DATA":
                self.reply(354, "go on")
                content = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    content += part
                self.server.received.append((recipients, content))
                self.reply(250, "stored")
            else:
                self.reply(221 if verb == "QUIT" else 250, "ok")
                if verb == "QUIT":
                    return

    def reply(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


@pytest.fixture
def server(settings) -> Iterator[Server]:
    running = Server()
    settings.EMAIL_URL = running.url
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def outbox(settings, tmp_path: Path) -> Path:
    settings.RAEKODA_OUTBOX = tmp_path / "outbox"
    return settings.RAEKODA_OUTBOX


@pytest.fixture
def letter(make_case) -> Letter:
    make_case(contact=SENDER, text="Lamp ei põle, õues on öö")
    return Letter.objects.get()


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def test_letter_is_a_file_in_the_outbox_when_there_is_no_server(letter: Letter, outbox: Path) -> None:
    deliver(letter)
    deliver(letter)

    (file,) = outbox.iterdir()
    assert file.name == f"{letter.pk}.eml"
    message = read(file.read_bytes())
    assert message["To"] == SENDER.email
    assert message["From"].addresses[0].display_name == "Tartu linn"
    assert message["Subject"] == letter.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "et"
    assert message.get_content_type() == "text/plain"
    assert "õues on öö" in message.get_content()
    assert (fresh(letter).status, fresh(letter).attempts) == ("sent", 1)


def test_letter_goes_by_smtp_and_only_once(letter: Letter, server: Server, outbox: Path) -> None:
    deliver(letter)
    deliver(letter)

    ((recipients, content),) = server.received
    assert recipients == [SENDER.email]
    message = read(content)
    assert message["Message-ID"] == f"<{letter.token}.0793@example.ee>"
    assert "õues on öö" in message.get_content()
    assert not outbox.exists()
    assert fresh(letter).sent_at is not None


def test_unreachable_server_is_retried(letter: Letter, server: Server) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(mail.TemporaryFailure):
        deliver(letter)
    assert (fresh(letter).status, fresh(letter).attempts) == ("queued", 1)
    assert "Error" in fresh(letter).error


def test_busy_server_is_retried_until_the_letter_failed(letter: Letter, server: Server) -> None:
    server.code = 451
    with pytest.raises(mail.TemporaryFailure):
        deliver(letter)
    assert fresh(letter).status == "queued"
    deliver(letter, last_try=True)
    assert (fresh(letter).status, fresh(letter).attempts) == ("failed", 2)


def test_refused_address_fails_at_once_and_says_so_without_the_address(letter: Letter, server: Server) -> None:
    server.code = 550
    deliver(letter)
    assert fresh(letter).status == "failed"
    assert fresh(letter).error == "SMTPRecipientsRefused 550"
    assert SENDER.email not in fresh(letter).error


def test_failed_letter_goes_when_staff_try_again(letter: Letter, server: Server, operator: Actor) -> None:
    server.code = 550
    deliver(letter)
    server.code = 250
    jobs = ProcrastinateJob.objects.filter(task_name="channels.send_letter").count()
    actions.retry(letter, actor=operator)
    assert ProcrastinateJob.objects.filter(task_name="channels.send_letter").count() == jobs + 1
    deliver(letter)
    assert fresh(letter).status == "sent"


def test_waits_grow_and_end() -> None:
    backoff = tasks.Backoff()
    waits = []
    for attempts in range(tasks.MAX_ATTEMPTS):
        job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        decision = backoff.get_retry_decision(exception=mail.TemporaryFailure(), job=job)
        waits.append(decision and round((decision.retry_at - clock.now()).total_seconds()))
    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])
    assert sum(waits[:-1]) < 10 * 3600


def test_letters_to_units_get_their_jobs_from_the_periodic_job(
    make_case, lights, unit, municipality, monkeypatch
) -> None:
    unit.email = "osakond@example.ee"
    unit.save()
    make_case(service=lights)
    moment = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    assert tasks.defer_waiting(municipality) == 1
    assert tasks.defer_waiting(municipality) == 0
    assert ProcrastinateJob.objects.filter(args__key__startswith="unit-new:").count() == 1


def test_job_that_was_lost_is_made_again(letter: Letter, municipality: Municipality) -> None:
    assert tasks.defer_waiting(municipality) == 0
    Letter.objects.update(handed_at=clock.now() - timedelta(days=2))
    assert tasks.defer_waiting(municipality) == 1


def test_follower_can_unsubscribe_in_the_mail_program(make_case, lights, official, outbox: Path) -> None:
    case = make_case(service=lights)
    follower = case_actions.follow(case, email="juhan@example.ee")
    case_actions.confirm_follow(follower.token)
    case_actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    sent_letter = Letter.objects.get(key__contains=":f")

    message = mail.compose(sent_letter)

    assert message["List-Unsubscribe"] == f"<{sent_letter.leave_url}>"
    assert follower.token in message["List-Unsubscribe"]
    assert message["List-Id"].startswith(f"<case-{case.pk}.tartu.localhost")


@pytest.mark.django_db
def test_headers_cannot_be_injected(municipality: Municipality) -> None:
    @given(subject=st.text(max_size=120), to=st.text(max_size=40), name=st.text(min_size=1, max_size=40))
    def check(subject: str, to: str, name: str) -> None:
        municipality.name = name
        letter = Letter(
            pk=1, municipality=municipality, to=f"{to}@example.ee", subject=subject, text="x", created_at=clock.now()
        )
        try:
            content = mail.compose(letter).as_bytes()
        except mail.Undeliverable:
            return
        head = read(content)
        allowed = {
            "from", "to", "subject", "reply-to", "date", "message-id", "auto-submitted", "x-auto-response-suppress",
            "content-language", "content-type", "content-transfer-encoding", "mime-version",
        }  # fmt: skip
        assert {key.lower() for key in head} <= allowed

    check()
    for bad in ("a@example.ee\nBcc: x@example.ee", "a@example.ee\r\nSubject: x", "a@example.ee, b@example.ee"):
        letter = Letter(pk=1, municipality=municipality, to=bad, subject="s", text="x", created_at=clock.now())
        with pytest.raises(mail.Undeliverable):
            mail.compose(letter).as_bytes()


@pytest.mark.django_db(transaction=True)
def test_worker_sends_the_letter_of_an_action(make_case, outbox: Path) -> None:
    make_case(contact=SENDER)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    assert Letter.objects.get().status == "sent"
    assert [file.suffix for file in outbox.iterdir()] == [".eml"]
    assert ProcrastinateJob.objects.filter(task_name="channels.send_letter", status="succeeded").count() == 1


def test_a_domain_in_estonian_reaches_a_server_without_smtputf8(make_case, server: Server) -> None:
    make_case(contact=ContactData(name="Jüri", email="jyri@\u200bõunapuu.ee"), text="Lamp ei põle")
    letter = Letter.objects.get()
    assert letter.to == "jyri@xn--unapuu-oxa.ee"
    Letter.objects.update(to="jyri@õunapuu.ee")
    deliver(fresh(letter))
    assert fresh(letter).status == Letter.Status.SENT
    ((recipients, content),) = server.received
    assert recipients == ["jyri@xn--unapuu-oxa.ee"]
    assert read(content)["To"] == "jyri@xn--unapuu-oxa.ee"
