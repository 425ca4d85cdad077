"""The letter as an e-mail message, and its transport: SMTP when ``RAEKODA_SMTP_URL`` is set, else a file in the outbox."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from raekoda.casework.letters import senders, signing, threads
from raekoda.casework.letters.models import Letter
from raekoda.casework.letters.recipients import is_machine
from raekoda.casework.letters.senders import Sender
from raekoda.casework.letters.smtp import Connection, OutcomeUnknown, TemporaryFailure, Undeliverable
from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality

__all__ = [
    "OutcomeUnknown",
    "Outgoing",
    "TemporaryFailure",
    "Transport",
    "Undeliverable",
    "build",
    "compose",
    "message_bytes",
    "open_transport",
    "send",
]

NOT_ASCII_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
WRITTEN_BY_PEOPLE = frozenset({"answered", "question"})
"""Letters that carry a person's words: not "automatic" in the sense of RFC 3834, and meant to be answered."""


@dataclass(frozen=True)
class Outgoing:
    """One message to one recipient. Replies go to ``reply_to``, else to the sender."""

    municipality: Municipality
    to: str
    subject: str
    text: str
    language: str
    message_id: str
    date: datetime
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport:
    """Transport of the messages of one sender: one SMTP connection for all of them, or files in the outbox."""

    def __init__(self, sender: Sender, connection: Connection | None) -> None:
        self._sender, self._connection = sender, connection
        self._problem: TemporaryFailure | None = None

    def __call__(self, message: EmailMessage, name: str, bounces_to: str = "") -> None:
        """Send one message; bounces go to ``bounces_to``, else to the sender.

        Raises :class:`TemporaryFailure`, :class:`OutcomeUnknown`, :class:`Undeliverable`.
        """
        content = message_bytes(message, self._sender)
        if self._connection is None:
            write_to_outbox(content, name)
        else:
            self._connection.send(bounces_to or self._sender.address, message["To"].addresses[0].addr_spec, content)

    def is_ready(self) -> bool:
        """Whether the server can be reached; :meth:`require_ready` raises the reason when not."""
        self._problem = None
        try:
            if self._connection is not None:
                self._connection.open()
        except TemporaryFailure as problem:
            self._problem = problem
        return self._problem is None

    def require_ready(self) -> None:
        """Raises the :class:`TemporaryFailure` of the last :meth:`is_ready`, if there was one."""
        if self._problem is not None:
            raise self._problem


def build(outgoing: Outgoing, sender: Sender) -> EmailMessage:
    """The message to send, plain text. Its Message-ID is the same at every attempt.

    Raises :class:`Undeliverable`, also for addresses of machines: every outgoing message passes here.
    """
    if is_machine(outgoing.to):
        raise Undeliverable("AddressOfMachine")
    municipality = outgoing.municipality
    message = EmailMessage(policy=threads.POLICY)
    try:
        message["From"] = Address(display_name=municipality.name, addr_spec=sender.address)
        message["To"] = _address(ascii_email(outgoing.to))
        message["Subject"] = outgoing.subject
        if outgoing.reply_to:
            message["Reply-To"] = Address(display_name=municipality.name, addr_spec=outgoing.reply_to)
        message["Date"] = format_datetime(outgoing.date)
        message["Message-ID"] = outgoing.message_id
        for name, value in outgoing.headers.items():
            message[name] = value
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(outgoing.text, charset="utf-8", cte="quoted-printable")
        message["Content-Language"] = outgoing.language
        message.as_bytes()
    except (ValueError, MessageError, LookupError, AttributeError) as error:  # what the parser of addresses may raise
        raise Undeliverable(type(error).__name__) from error
    return message


def compose(letter: Letter) -> EmailMessage:
    """The message of a letter. Raises :class:`Undeliverable`."""
    answers = {"In-Reply-To": letter.in_reply_to, "References": letter.references} if letter.in_reply_to else {}
    outgoing = Outgoing(
        municipality=letter.municipality, to=letter.to, subject=letter.subject, text=letter.text,
        language=letter.language, message_id=threads.message_id(letter), date=letter.created_at,
        reply_to=threads.reply_address(letter), headers={**answers, **letter_headers(letter)},
    )  # fmt: skip
    return build(outgoing, senders.get_sender(letter.municipality))


def letter_headers(letter: Letter) -> dict[str, str]:
    """Headers that tell mail programs what the letter is: from a mailing list, written by a person, or automatic."""
    if letter.leave_url:
        list_id = f"case-{letter.case_id}.{site_host(letter.municipality)}"
        return {"Auto-Submitted": "auto-generated", **list_headers(list_id, letter.leave_url)}
    if letter.key.partition(":")[0] in WRITTEN_BY_PEOPLE:
        return {}
    return {"Auto-Submitted": "auto-generated"}


def list_headers(list_id: str, leave_url: str) -> dict[str, str]:
    """Headers of a letter to a list (RFC 2919, RFC 2369) with one-click unsubscribe (RFC 8058)."""
    return {
        "List-Id": f"<{list_id}>",
        "List-Unsubscribe": f"<{leave_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def site_host(municipality: Municipality) -> str:
    """The host of the municipality's site, used in list identifiers."""
    return urlsplit(site_url(municipality)).hostname or "localhost"


def message_bytes(message: EmailMessage, sender: Sender) -> bytes:
    """The bytes to send, signed when the sender has a key."""
    content = message.as_bytes(policy=threads.POLICY.clone(utf8=not _addresses(message).isascii()))
    if sender.key:
        return signing.sign(content, domain=sender.domain, selector=sender.selector, key=sender.key)
    return content


def send(letter: Letter) -> None:
    """Send the letter. Idempotent for a file; by SMTP a receiver recognises a duplicate by its Message-ID.

    Raises :class:`TemporaryFailure`, :class:`Undeliverable`.
    """
    message = compose(letter)
    with open_transport(senders.get_sender(letter.municipality)) as transport:
        transport(message, f"{letter.pk}.eml", threads.envelope_sender(letter) or "")


@contextmanager
def open_transport(sender: Sender) -> Iterator[Transport]:
    """The transport for messages of ``sender``."""
    if not settings.EMAIL_URL:
        yield Transport(sender, None)
        return
    with Connection(settings.EMAIL_URL) as connection:
        yield Transport(sender, connection)


def write_to_outbox(content: bytes, name: str) -> None:
    """Write the message as a file, atomically."""
    folder = Path(settings.RAEKODA_OUTBOX)
    draft = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    except OSError as error:
        raise TemporaryFailure(f"{type(error).__name__}: {error}") from error


def _address(written: str) -> Address:
    """The address; ``email`` takes a name of letters of any script (RFC 6532) only apart from its domain."""
    name, _, domain = written.rpartition("@")
    if name.isascii():
        return Address(addr_spec=written)
    Address(addr_spec=f"{NOT_ASCII_LETTER.sub('x', name)}@{domain}")  # raises what an invalid address raises
    return Address(username=name, domain=domain)


def _addresses(message: EmailMessage) -> str:
    return "".join(each.addr_spec for name in ("From", "To") for each in message[name].addresses)
