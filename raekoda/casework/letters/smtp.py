"""A connection to the mail server, opened for the first letter and reused for the next ones."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from types import TracebackType
from urllib.parse import unquote, urlsplit

from raekoda.platform.core.addresses import ascii_email

TIMEOUT_SECONDS = 20
LETTERS_PER_CONNECTION = 200
LEADING_DOT = re.compile(rb"(?m)^\.")
REFUSED_RECIPIENT, REFUSED_SENDER, REFUSED_LETTER = "SMTPRecipientsRefused", "SMTPSenderRefused", "SMTPDataError"
START_INPUT, OK = 354, 250


class Undeliverable(Exception):
    """The server rejects the letter permanently: a retry does not help."""


class TemporaryFailure(Exception):
    """The letter could not be sent now; a retry may succeed."""


class OutcomeUnknown(TemporaryFailure):
    """The connection broke after the letter was sent and before the server replied: it may have been accepted."""


class Connection:
    """An SMTP connection, as a context manager: ``smtp://user:password@host:port``, ``smtp+starttls://...``, ``smtps://...``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._scheme = parts.scheme
        self._port = parts.port or {"smtps": 465, "smtp+starttls": 587}.get(parts.scheme, 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._server: smtplib.SMTP | None = None
        self._sent = 0

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> smtplib.SMTP:
        """The connection, opened if needed. Raises :class:`TemporaryFailure`."""
        if self._server is not None and self._sent >= LETTERS_PER_CONNECTION:
            self.close()
        if self._server is None:
            try:
                self._server = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise TemporaryFailure(describe_error(error)) from error
            self._sent = 0
        return self._server

    def send(self, sender: str, to: str, content: bytes) -> None:
        """Send one letter to one address. Raises :class:`TemporaryFailure`, :class:`OutcomeUnknown`, :class:`Undeliverable`."""
        server, to = self.open(), ascii_email(to)
        options = [] if f"{sender}{to}".isascii() else ["SMTPUTF8"]
        if options and not server.has_extn("smtputf8"):
            raise Undeliverable("SMTPNotSupportedError")
        try:
            self._send_envelope(server, sender, to, options)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TemporaryFailure(describe_error(error)) from error
        self._send_content(server, content)
        self._sent += 1

    def close(self) -> None:
        """Quit, ignoring errors."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connect(self) -> smtplib.SMTP:
        if self._scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        try:
            if self._scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _send_envelope(self, server: smtplib.SMTP, sender: str, to: str, options: list[str]) -> None:
        """Everything before the content; the server has accepted no letter yet."""
        code, _ = server.mail(sender, options)
        if code != OK:
            self._raise_rejection(server, REFUSED_SENDER, code, is_final=False)
        code, _ = server.rcpt(to)
        if code not in (OK, 251):
            self._raise_rejection(server, REFUSED_RECIPIENT, code, is_final=500 <= code < 600)
        code, _ = server.docmd("DATA")
        if code != START_INPUT:
            self._raise_rejection(server, REFUSED_LETTER, code, is_final=500 <= code < 600)

    def _send_content(self, server: smtplib.SMTP, content: bytes) -> None:
        """The content and its end: until the server replies, the outcome is unknown."""
        try:
            ending = b"" if content.endswith(b"\r\n") else b"\r\n"
            server.send(LEADING_DOT.sub(b"..", content) + ending + b".\r\n")
            code, _ = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise OutcomeUnknown(describe_error(error)) from error
        if code != OK:
            self._raise_rejection(server, REFUSED_LETTER, code, is_final=500 <= code < 600)

    def _raise_rejection(self, server: smtplib.SMTP, what: str, code: int, *, is_final: bool) -> None:
        """A 5xx reply about this letter is final; others (a full disk, greylisting) are temporary. The connection is reused."""
        if code == 421:
            self.close()
        else:
            server.rset()
        raise (Undeliverable if is_final else TemporaryFailure)(f"{what} {code}")


def describe_error(error: Exception) -> str:
    """The error for staff: its type and the server's code, never an address or a text."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"
