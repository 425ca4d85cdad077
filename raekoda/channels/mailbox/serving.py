"""Standing doors: LMTP for a mail server beside us (RFC 2033), and boxes that are watched by IMAP IDLE."""

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
from raekoda.channels.mailbox.models import MEGABYTE, Box, Door
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

MOST_BYTES, LONGEST_LINE = 100 * MEGABYTE, 1024 * 1024
LOOK_FOR_BOXES_SECONDS, SHORTEST_WAIT, LONGEST_WAIT = 30, 5, 300
NOBODY, LATER = "550 5.1.1 No such mailbox here", "451 4.3.0 Not kept, try again later"
TOO_LARGE, KEPT = "552 5.3.4 Message too large for this mailbox", "250 2.6.0 Kept"
log = structlog.get_logger(__name__)


class Conversation(LMTP):
    """LMTP that also takes lines longer than the standard allows: other programs write them, and a letter is a letter."""

    line_length_limit = LONGEST_LINE


class Handler:
    """Answers for each recipient apart. "250" is said only when the letter is safe in the database."""

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await asyncio.to_thread(_guarded, _known, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        answers = [await asyncio.to_thread(_guarded, _take, to, content) for to in envelope.rcpt_tos]
        return "\r\n".join(answers)


async def open_lmtp(where: str) -> asyncio.AbstractServer:
    """Listen at ``host:port`` or ``unix:/path``. Raises ``OSError``, ``ValueError``."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # it would write down every address
    loop = asyncio.get_running_loop()

    def conversation() -> LMTP:
        return Conversation(
            Handler(), data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, hostname="raekoda", ident="Raekoda LMTP"
        )

    if where.startswith("unix:"):
        path = Path(where.removeprefix("unix:"))
        path.unlink(missing_ok=True)
        return await loop.create_unix_server(conversation, str(path))
    host, _, port = where.rpartition(":")
    return await loop.create_server(conversation, host.strip("[]") or "127.0.0.1", int(port))


class Watchers:
    """A thread for every box that is fetched by IMAP; boxes that are added, changed or put out of use are noticed."""

    def __init__(self) -> None:
        self.running: dict[tuple[object, ...], tuple[Thread, Event]] = {}

    def renew(self) -> None:
        """Bring the threads to the state of the boxes."""
        close_old_connections()
        wanted = {
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
        for key in set(self.running) - set(wanted):
            self.running.pop(key)[1].set()
        for key, box in wanted.items():
            if key not in self.running or not self.running[key][0].is_alive():
                stop = Event()
                thread = Thread(target=_keep_watching, args=(box, stop), name=f"box-{box.pk}", daemon=True)
                self.running[key] = (thread, stop)
                thread.start()

    def stop(self) -> None:
        for _, stop in self.running.values():
            stop.set()


def _keep_watching(box: Box, stop: Event) -> None:
    wait = SHORTEST_WAIT
    with municipality_scope(box.municipality):
        while not stop.is_set():
            try:
                close_old_connections()
                box.refresh_from_db()
                imap.watch(box, stop)
                wait = SHORTEST_WAIT
            except (*imap.WENT_WRONG, Error) as error:
                log.warning("box_watch_broke", box=box.pk, error=type(error).__name__)
                stop.wait(wait)
                wait = min(2 * wait, LONGEST_WAIT)
    connections.close_all()


def _guarded(act: Callable[..., str], *given: Any) -> str:
    """What the database cannot keep now the mail server keeps, and tries again."""
    close_old_connections()
    try:
        return act(*given)
    except Exception as error:
        log.error("lmtp_not_kept", error=type(error).__name__, exc_info=error)
        connections.close_all()
        return LATER


def _known(address: str) -> str:
    return "250 2.1.5 OK" if boxes.taken_at(address) else NOBODY


def _take(address: str, content: bytes) -> str:
    found = boxes.taken_at(address)
    if found is None:
        return NOBODY
    municipality, box = found
    if len(content) > box.most_bytes:
        return TOO_LARGE
    with municipality_scope(municipality):
        receive(content, box=box, actor=Actor.system(), door=Door.LMTP, recipient=address)
    return KEPT
