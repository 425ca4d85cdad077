"""Real mail servers on this machine: IMAP as a process, SMTP and the LMTP server in threads."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from imapclient import IMAPClient

from raekoda.channels.mailbox import services
from tests.config.installation import free_port, until

USER, PASSWORD = "linn", "salasõna-1"


class ImapServer:
    """pymap, an IMAP server with an in-memory mailbox."""

    def __init__(self) -> None:
        self.port = free_port()
        command = [Path(sys.executable).with_name("pymap"), "--host", "127.0.0.1", "--port", str(self.port), "--no-tls"]
        self.process = subprocess.Popen(
            [*command, "dict", "--demo-user", USER, "--demo-password", PASSWORD],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            until(self._answers, "the IMAP server answers")
        except BaseException:
            self.stop()
            raise

    def _answers(self) -> bool:
        with suppress(OSError), self.client():
            return True
        return False

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.plain_login(USER, PASSWORD)
        return client

    def put(self, *messages: EmailMessage | bytes, flags: tuple[bytes, ...] = ()) -> None:
        """Append letters to INBOX."""
        with self.client() as client:
            for message in messages:
                client.append("INBOX", message if isinstance(message, bytes) else message.as_bytes(), flags)

    def folder(self, name: str) -> dict[int, Any]:
        """Flags of the letters in a folder, by UID."""
        with self.client() as client:
            client.select_folder(name, readonly=True)
            numbers = client.search("ALL")
            return dict(client.fetch(numbers, ["FLAGS"])) if numbers else {}

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class SmtpServer:
    """aiosmtpd; stores received messages in ``taken``."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], EmailMessage]] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"


@contextmanager
def lmtp_server() -> Iterator[int]:
    """The LMTP server of ``raekoda mail serve`` in a thread; yields its port."""
    port, loop, ready = free_port(), asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        await services.open_lmtp(f"127.0.0.1:{port}")
        ready.set()

    def run() -> None:
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30)
    yield port
    loop.call_soon_threadsafe(loop.stop)
    thread.join(30)
