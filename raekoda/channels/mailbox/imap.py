"""IMAP client: letters of a box are fetched, stored, and only then marked as read on the server. RFC 9051, RFC 2177."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS, wrap_socket

from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import Box, IntakeChannel
from raekoda.platform.core import clock, outgoing
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.outgoing import NotReached, open_address

CONNECT_SECONDS, READ_SECONDS = 10, 60
IDLE_SECONDS, POLL_SECONDS = 9 * 60, 10
"""Servers end an IDLE after 30 minutes; firewalls close an idle connection sooner."""
CONNECTION_ERRORS = (IMAPClientError, OSError, ssl.SSLError)
BROKEN = (IMAPClientAbortError, OSError, ssl.SSLError)
"""Errors after which the connection is of no use; other errors of the server are about one letter."""
log = structlog.get_logger(__name__)


class Forbidden(OSError):
    """The server is in a network to which this installation may not connect."""


class NotGiven(Exception):
    """The server lists the letter and answers a fetch without its content."""


class _Plain(IMAP4WithTimeout):
    """A connection to an address that was checked before; the host name is only for the certificate."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        self.address = address
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return socket.create_connection((self.address, self.port), self._timeout)


class _Tls(IMAP4_TLS):
    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None, timeout: float) -> None:
        self.address = address
        super().__init__(host, port, context, timeout)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        opened = socket.create_connection((self.address, self.port), self._timeout)
        return wrap_socket(opened, self.ssl_context, self.host)


class _Client(IMAPClient):
    """A client that connects to a checked address and does not resolve the name again (protects from DNS rebinding)."""

    def __init__(self, host: str, port: int, *, address: str, **options: Any) -> None:
        self.address = address
        super().__init__(host, port, **options)

    def _create_IMAP4(self) -> IMAP4WithTimeout | IMAP4_TLS:  # noqa: N802
        if self.ssl:
            return _Tls(self.host, self.port, self.address, self.ssl_context, CONNECT_SECONDS)
        return _Plain(self.host, self.port, self.address, CONNECT_SECONDS)


def fetch(box: Box) -> int:
    """Fetch new letters of a box; return how many were stored. Connection errors are recorded on the box."""
    try:
        with connected(box) as client:
            return fetch_new(client, box)
    except CONNECTION_ERRORS as error:
        record_trouble(box, error)
        return 0


@contextmanager
def connected(box: Box) -> Iterator[IMAPClient]:
    """A connection that is signed in. Raises one of ``CONNECTION_ERRORS``."""
    try:
        address = open_address(box.imap_host, box.imap_port)
    except NotReached as error:
        raise (Forbidden if isinstance(error, outgoing.Forbidden) else OSError)(str(error)) from error
    security = Box.Security(box.imap_security)
    secure = ssl.create_default_context() if security != Box.Security.NONE else None
    client = _Client(
        box.imap_host, box.imap_port, address=address, ssl=security == Box.Security.TLS, ssl_context=secure,
        timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )  # fmt: skip
    try:
        if security == Box.Security.STARTTLS:
            client.starttls(secure)
        client.normalise_times = False
        _sign_in(client, box.imap_user, box.imap_password)
        yield client
    finally:
        try:
            client.logout()
        except CONNECTION_ERRORS:
            client.shutdown()


def fetch_new(client: IMAPClient, box: Box) -> int:
    """Store new letters of the folder; return how many were new. Raises one of ``CONNECTION_ERRORS``.

    The first fetch of a box takes only unread letters: older ones were answered before the box was connected. A letter that
    cannot be fetched is recorded in ``box.unfetched`` and tried again at every fetch, after the new ones, as long as the
    server lists it.
    """
    folder = client.select_folder(box.imap_folder or "INBOX")
    validity, upto = int(folder[b"UIDVALIDITY"]), int(folder.get(b"UIDNEXT", 1)) - 1
    is_first = not box.uid_validity
    if validity != box.uid_validity:
        box.last_uid = 0
        box.unfetched = box.unfetched if is_first else {}
    found = client.search("UNSEEN" if is_first else ["UID", f"{box.last_uid + 1}:*"])
    new = 0
    try:
        for uid in _letters_to_fetch(client, box, found):
            new += _try_letter(client, box, uid)
    except BROKEN:
        if not is_first:  # the first fetch begins again: of the letters after these, read ones are not to be taken
            box.uid_validity = validity
            _save_progress(box)
        else:
            Box.objects.filter(pk=box.pk).update(unfetched=box.unfetched)
        raise
    box.uid_validity, box.fetched_at, box.trouble = validity, clock.now(), ""
    box.last_uid = max(upto, box.last_uid, 0)
    _save_progress(box)
    return new


def watch(box: Box, stop: Event) -> None:
    """Store letters as they arrive until ``stop`` is set. Raises one of ``CONNECTION_ERRORS`` when the connection breaks."""
    with connected(box) as client:
        fetch_new(client, box)
        while not stop.is_set():
            if not client.has_capability("IDLE"):
                stop.wait(60)
            else:
                _wait_for_more(client, stop)
            fetch_new(client, box)


def record_trouble(box: Box, error: Exception) -> None:
    """Record the error class on the box; the message is left out because the server controls it."""
    log.warning("box_not_fetched", box=box.pk, error=type(error).__name__)
    Box.objects.filter(pk=box.pk).update(trouble=type(error).__name__[:200])


def _sign_in(client: IMAPClient, user: str, password: str) -> None:
    """LOGIN supports only ASCII; other credentials use AUTHENTICATE PLAIN in UTF-8. RFC 4616."""
    if (user + password).isascii():
        client.login(user, password)
    else:
        client.plain_login(user, password)


def _wait_for_more(client: IMAPClient, stop: Event) -> None:
    client.idle()
    try:
        for _ in range(IDLE_SECONDS // POLL_SECONDS):
            answers = client.idle_check(timeout=POLL_SECONDS)
            if stop.is_set() or any(len(each) > 1 and each[1] == b"EXISTS" for each in answers):
                return
    finally:
        client.idle_done()


def _letters_to_fetch(client: IMAPClient, box: Box, found: list[int]) -> list[int]:
    """UIDs of the new letters, then of those that failed before and are still on the server."""
    failed = {int(uid) for uid in box.unfetched}
    listed = set(client.search(["UID", ",".join(map(str, sorted(failed)))])) if failed else set()
    box.unfetched = {uid: attempts for uid, attempts in box.unfetched.items() if int(uid) in listed}
    new = sorted(uid for uid in found if uid > box.last_uid and uid not in failed)
    return [*new, *sorted(failed & listed)]


def _try_letter(client: IMAPClient, box: Box, uid: int) -> bool:
    """Store one letter; return whether it was new. A failure is recorded on the box, and raised when the connection broke."""
    is_new = False
    try:
        is_new = _fetch_letter(client, box, uid)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        _record_failure(box, uid, error)
        if isinstance(error, BROKEN):
            raise
    else:
        box.unfetched.pop(str(uid), None)
    box.last_uid = max(box.last_uid, uid)
    return is_new


def _record_failure(box: Box, uid: int, error: Exception) -> None:
    attempts = box.unfetched.get(str(uid), 0) + 1
    box.unfetched[str(uid)] = attempts
    box.last_uid = max(box.last_uid, uid)
    log.warning("mail_not_fetched", box=box.pk, uid=uid, attempts=attempts, error=type(error).__name__)
    if attempts == Box.MOST_ATTEMPTS:
        record("mailbox.unfetched", box, Actor.system(), uid=uid, error=type(error).__name__)


def _save_progress(box: Box) -> None:
    Box.objects.filter(pk=box.pk).update(
        uid_validity=box.uid_validity, last_uid=box.last_uid, fetched_at=box.fetched_at, trouble=box.trouble,
        unfetched=box.unfetched,
    )  # fmt: skip


def _fetch_letter(client: IMAPClient, box: Box, uid: int) -> bool:
    """Store one letter and mark it as read on the server; return whether it was new. Raises :class:`NotGiven`."""
    facts = client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE"]).get(uid, {})
    size, came = int(facts.get(b"RFC822.SIZE", 0)), facts.get(b"INTERNALDATE")
    too_large = size > box.most_bytes
    what = b"BODY[HEADER]" if too_large else b"BODY[]"
    content = client.fetch([uid], [what.replace(b"BODY", b"BODY.PEEK")]).get(uid, {}).get(what)
    if not content:
        raise NotGiven
    _mail, is_new = receive(
        content, box=box, actor=Actor.system(), channel=IntakeChannel.IMAP, recipient="",
        received_at=came if isinstance(came, datetime) and came.tzinfo else None, whole_size=size if too_large else 0,
    )  # fmt: skip
    if not too_large:
        client.add_flags([uid], [rb"\Seen"])
        if box.imap_done_folder:
            _move(client, uid, box.imap_done_folder)
    return is_new


def _move(client: IMAPClient, uid: int, folder: str) -> None:
    if client.has_capability("MOVE"):
        client.move([uid], folder)
        return
    client.copy([uid], folder)
    client.delete_messages([uid])
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])
