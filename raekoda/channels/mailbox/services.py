"""Long-running services: an LMTP server for a local mail server (RFC 2033), and IMAP IDLE watchers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import Error, close_old_connections, connections

from raekoda.channels.mailbox import boxes, imap
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import MEGABYTE, Box, IntakeChannel
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

MOST_BYTES, LONGEST_LINE = 100 * MEGABYTE, 1024 * 1024
RENEW_SECONDS, SHORTEST_WAIT, LONGEST_WAIT = 30, 5, 300
NO_SUCH_MAILBOX, TRY_LATER = "550 5.1.1 No such mailbox here", "451 4.3.0 Not kept, try again later"
TOO_LARGE, STORED = "552 5.3.4 Message too large for this mailbox", "250 2.6.0 Kept"
log = structlog.get_logger(__name__)


class LmtpServer(LMTP):
    """LMTP that accepts lines longer than the standard allows, because mail programs write them."""

    line_length_limit = LONGEST_LINE


class Handler:
    """Answers for each recipient. "250" is sent only after the letter is committed."""

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await asyncio.to_thread(_answer, _check_recipient, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        answers = [await asyncio.to_thread(_answer, _receive, to, content) for to in envelope.rcpt_tos]
        return "\r\n".join(answers)


async def open_lmtp(where: str) -> asyncio.AbstractServer:
    """Listen at ``host:port`` or ``unix:/path``. Raises ``OSError``, ``ValueError``."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # its info level logs every address
    loop = asyncio.get_running_loop()

    def new_protocol() -> LMTP:
        return LmtpServer(
            Handler(), data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, hostname="raekoda", ident="Raekoda LMTP"
        )

    if where.startswith("unix:"):
        path = Path(where.removeprefix("unix:"))
        path.unlink(missing_ok=True)
        return await loop.create_unix_server(new_protocol, str(path))
    host, _, port = where.rpartition(":")
    return await loop.create_server(new_protocol, host.strip("[]") or "127.0.0.1", int(port))


class Watchers:
    """A thread for every active IMAP box; :meth:`renew` follows changes of the boxes."""

    def __init__(self) -> None:
        self.running: dict[tuple[object, ...], tuple[Thread, Event]] = {}

    def renew(self) -> None:
        """Start and stop threads to match the active boxes."""
        close_old_connections()
        active = {
            (
                box.pk,
                box.imap_host,
                box.imap_port,
                box.imap_user,
                box.imap_password,
                box.imap_folder,
                box.imap_security,
            ): box
            for _ in each_municipality()
            for box in Box.objects.filter(is_active=True).exclude(imap_host="").select_related("municipality")
        }
        for key in set(self.running) - set(active):
            self.running.pop(key)[1].set()
        for key, box in active.items():
            if key not in self.running or not self.running[key][0].is_alive():
                stop = Event()
                thread = Thread(target=_watch_forever, args=(box, stop), name=f"box-{box.pk}", daemon=True)
                self.running[key] = (thread, stop)
                thread.start()

    def stop(self) -> None:
        for _, stop in self.running.values():
            stop.set()


def _watch_forever(box: Box, stop: Event) -> None:
    wait = SHORTEST_WAIT
    with municipality_scope(box.municipality):
        while not stop.is_set():
            try:
                close_old_connections()
                box.refresh_from_db()
                imap.watch(box, stop)
                wait = SHORTEST_WAIT
            except (*imap.CONNECTION_ERRORS, Error) as error:
                log.warning("box_watch_broke", box=box.pk, error=type(error).__name__)
                stop.wait(wait)
                wait = min(2 * wait, LONGEST_WAIT)
    connections.close_all()


def _answer(act: Callable[..., str], *arguments: Any) -> str:
    """Answer with a temporary failure on any error, so that the mail server tries again."""
    close_old_connections()
    try:
        return act(*arguments)
    except Exception as error:
        log.error("lmtp_not_kept", error=type(error).__name__, exc_info=error)
        connections.close_all()
        return TRY_LATER


def _check_recipient(address: str) -> str:
    return "250 2.1.5 OK" if boxes.find_recipient(address) else NO_SUCH_MAILBOX


def _receive(address: str, content: bytes) -> str:
    found = boxes.find_recipient(address)
    if found is None:
        return NO_SUCH_MAILBOX
    municipality, box = found
    if len(content) > box.most_bytes:
        return TOO_LARGE
    with municipality_scope(municipality):
        receive(content, box=box, actor=Actor.system(), channel=IntakeChannel.LMTP, recipient=address)
    return STORED
