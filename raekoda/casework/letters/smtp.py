"""A line to the mail server: opened with the first letter, kept for the next ones."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from types import TracebackType
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20
LETTERS_ON_A_LINE = 200
LEADING_DOT = re.compile(rb"(?m)^\.")
REFUSED_RECIPIENT, REFUSED_SENDER, REFUSED_LETTER = "SMTPRecipientsRefused", "SMTPSenderRefused", "SMTPDataError"
GO_ON, DONE = 354, 250


class Undeliverable(Exception):
    """The letter will never be taken as it is: trying again does not help."""


class TemporaryFailure(Exception):
    """The letter could not be handed over; a later try may do it."""


class Doubtful(TemporaryFailure):
    """The line broke after the letter had gone out and before the server said what became of it: it may have been taken."""


class Line:
    """One connection, as a context manager: ``smtp://user:password@host:port``, ``smtp+starttls://...`` or ``smtps://...``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._scheme = parts.scheme
        self._port = parts.port or {"smtps": 465, "smtp+starttls": 587}.get(parts.scheme, 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._server: smtplib.SMTP | None = None
        self._sent = 0

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> smtplib.SMTP:
        """The connection, made if there is none. Raises :class:`TemporaryFailure`."""
        if self._server is not None and self._sent >= LETTERS_ON_A_LINE:
            self.close()
        if self._server is None:
            try:
                self._server = self._connected()
            except (smtplib.SMTPException, OSError) as error:
                raise TemporaryFailure(told(error)) from error
            self._sent = 0
        return self._server

    def send(self, sender: str, to: str, content: bytes) -> None:
        """Hand one letter to one address over. Raises :class:`TemporaryFailure`, :class:`Doubtful`, :class:`Undeliverable`."""
        server = self.open()
        options = [] if f"{sender}{to}".isascii() else ["SMTPUTF8"]
        if options and not server.has_extn("smtputf8"):
            raise Undeliverable("SMTPNotSupportedError")
        try:
            self._announce(server, sender, to, options)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TemporaryFailure(told(error)) from error
        self._hand_over(server, content)
        self._sent += 1

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connected(self) -> smtplib.SMTP:
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

    def _announce(self, server: smtplib.SMTP, sender: str, to: str, options: list[str]) -> None:
        """Everything before the letter itself; up to here nothing was taken."""
        code, _ = server.mail(sender, options)
        if code != DONE:
            self._refuse(server, REFUSED_SENDER, code, is_final=False)
        code, _ = server.rcpt(to)
        if code not in (DONE, 251):
            self._refuse(server, REFUSED_RECIPIENT, code, is_final=500 <= code < 600)
        code, _ = server.docmd("DATA")
        if code != GO_ON:
            self._refuse(server, REFUSED_LETTER, code, is_final=500 <= code < 600)

    def _hand_over(self, server: smtplib.SMTP, content: bytes) -> None:
        """The letter and its end: from here to the server's word its fate is unknown."""
        try:
            ending = b"" if content.endswith(b"\r\n") else b"\r\n"
            server.send(LEADING_DOT.sub(b"..", content) + ending + b".\r\n")
            code, _ = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Doubtful(told(error)) from error
        if code != DONE:
            self._refuse(server, REFUSED_LETTER, code, is_final=500 <= code < 600)

    def _refuse(self, server: smtplib.SMTP, what: str, code: int, *, is_final: bool) -> None:
        """5xx about this letter is final; all else (a full disk, greylisting) may pass. The line stays good for the next."""
        if code == 421:
            self.close()
        else:
            server.rset()
        raise (Undeliverable if is_final else TemporaryFailure)(f"{what} {code}")


def told(error: Exception) -> str:
    """What went wrong, for staff: the kind of error and the server's code, never an address or a text."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"
