"""The letter as an e-mail message, and its way out: SMTP when ``RAEKODA_SMTP_URL`` is set, otherwise a file in the outbox."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from raekoda.channels import threads
from raekoda.channels.models import Letter
from raekoda.core.links import site_url

TIMEOUT_SECONDS = 20


class Undeliverable(Exception):
    """The letter will never be taken as it is: trying again does not help."""


class NotNow(Exception):
    """The letter could not be handed over; a later try may do it."""


def compose(letter: Letter) -> EmailMessage:
    """The message as it is sent. Its Message-ID is the same at every try. Raises :class:`Undeliverable`."""
    municipality = letter.municipality
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMessage(policy=threads.POLICY)
    try:
        message["From"] = Address(display_name=municipality.name, addr_spec=sender)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
        if reply_to := threads.reply_address(letter):
            message["Reply-To"] = Address(display_name=municipality.name, addr_spec=reply_to)
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = threads.message_id(letter)
        if letter.in_reply_to:
            message["In-Reply-To"], message["References"] = letter.in_reply_to, letter.references
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        if letter.leave_url:
            host = urlsplit(site_url(municipality)).hostname or "localhost"
            message["List-Id"] = f"<case-{letter.case_id}.{host}>"
            message["List-Unsubscribe"] = f"<{letter.leave_url}>"
        message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
        message["Content-Language"] = letter.language
        message.as_bytes()
    except (ValueError, MessageError, LookupError, AttributeError) as error:  # what the parser of addresses may raise
        raise Undeliverable(type(error).__name__) from error
    return message


def send(letter: Letter) -> None:
    """Hand the letter over. Safe to run twice for a file; by SMTP a receiver knows a second one by its Message-ID.

    Raises :class:`NotNow`, :class:`Undeliverable`.
    """
    message = compose(letter)
    if settings.EMAIL_URL:
        send_by_smtp(message, settings.EMAIL_URL, threads.envelope_sender(letter))
    else:
        put_into_outbox(message, f"{letter.pk}.eml")


def put_into_outbox(message: EmailMessage, name: str) -> Path:
    """Write the message as a file in one move: whoever looks sees all of it or nothing."""
    folder = Path(settings.RAEKODA_OUTBOX)
    draft = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        return draft.replace(folder / name)
    except OSError as error:
        raise NotNow(f"{type(error).__name__}: {error}") from error


def send_by_smtp(message: EmailMessage, url: str, bounces_to: str | None = None) -> None:
    """Hand the message to a server: ``smtp://user:password@host:port``, ``smtp+starttls://...`` or ``smtps://...``.
    What cannot be delivered comes back to ``bounces_to``, else to the sender."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
    port = parts.port or (465 if secure else 587 if parts.scheme == "smtp+starttls" else 25)
    try:
        server = (
            smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
            if secure
            else smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        )
        with server:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message, from_addr=bounces_to)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _by_code(codes[0] if codes else 0, error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Undeliverable(_told(error)) from error
    except smtplib.SMTPSenderRefused as error:
        raise NotNow(_told(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code if isinstance(error, smtplib.SMTPDataError) else 0, error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(_told(error)) from error


def _by_code(code: int, error: Exception) -> Exception:
    """5xx about this letter is final; all else (a full disk, greylisting, a wrong password) may pass."""
    return Undeliverable(_told(error)) if 500 <= code < 600 else NotNow(_told(error))


def _told(error: Exception) -> str:
    """What went wrong, for staff: the kind of error and the server's code, never an address or a text."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((code for code, _ in error.recipients.values()), None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"
