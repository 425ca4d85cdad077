"""A real SMTP server on this machine, for tests: keeps what it takes, refuses or breaks off as a test asks."""

from __future__ import annotations

import logging
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.config.installation import free_port


class MailServer:
    """Takes letters on a port of its own. ``refuse`` maps addresses to answers; ``on_letter`` is called with each letter
    taken, before the answer goes back."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.connections = 0
        self.refuse: dict[str, str] = {}
        self.on_letter: Any = None
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)

    def start(self) -> MailServer:
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        """What was taken, read."""
        return [message_from_bytes(content, policy=policy.default) for _, content in self.taken]  # type: ignore[misc]

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_EHLO(
        self, smtp: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.server.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.server.refuse.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        self.server.taken.append((list(envelope.rcpt_tos), content))
        if self.server.on_letter is not None:
            answer = self.server.on_letter(len(self.server.taken))
            if answer == "break":
                assert smtp.transport is not None
                smtp.transport.abort()
                return ""
            if answer:
                return str(answer)
        return "250 OK"
