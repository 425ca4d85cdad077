"""A letter as it came becomes what people read: who wrote, what they said, which files are with it."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.feedparser import BufferedSubFile, BytesFeedParser  # type: ignore[attr-defined]
from email.message import Message
from typing import Any

from raekoda.casework.letters.threads import parse_message_ids
from raekoda.channels.mailbox.reading import containers, headers
from raekoda.channels.mailbox.reading.markup import text_of_markup
from raekoda.platform.core.text import clean_text

DEEPEST, MOST_PARTS, MOST_FILES = 20, 500, 40
MOST_OPEN_PARTS = 80
MOST_TEXT_BYTES, LONGEST_TEXT = 4 * 1024 * 1024, 500_000
SOFT_END = re.compile(r" \n(?!>|-- )")
RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc", "resent-to")


class Unreadable(Exception):
    """The letter cannot be taken apart at all."""


@dataclass
class Part:
    """A file of a letter. ``kind`` is the media type its sender gave; never believed."""

    name: str
    kind: str
    content: bytes
    charset: str = ""


@dataclass
class Parsed:
    """A letter, read."""

    message: Message
    headers: list[tuple[str, str]]
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    left_out: int = 0
    count: int = 0

    def all(self, name: str) -> list[str]:
        """Every value of a header, decoded."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: str) -> str:
        """The first value of a header; "" when it is not there."""
        return next(iter(self.all(name)), "")

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address of who is to be answered; two empty texts when there is nobody."""
        for name in ("from", "sender", "reply-to"):
            if found := headers.addresses(self.all(name)):
                return found[0]
        return "", ""

    @property
    def answer_to(self) -> str:
        """The address that the sender wants answers at."""
        found = headers.addresses(self.all("reply-to"))
        return found[0][1] if found else self.sender[1]

    @property
    def subject(self) -> str:
        return " ".join(self.first("subject").split())[:200]

    @property
    def message_id(self) -> str:
        return next(iter(parse_message_ids(self.first("message-id"))), "")

    @property
    def references(self) -> list[str]:
        """Message-IDs it refers to, oldest first."""
        return parse_message_ids(" ".join([*self.all("references"), *self.all("in-reply-to")]))

    @property
    def date(self) -> datetime | None:
        return headers.moment(self.first("date"))

    @property
    def recipients(self) -> list[str]:
        """Everybody it was sent to, as far as its head tells, who it was delivered to first."""
        return [address for name in RECIPIENT_HEADERS for _, address in headers.addresses(self.all(name))]

    @property
    def text(self) -> str:
        """All it says, cleaned."""
        return clean_text("\n\n".join(text.strip() for text in self.texts if text.strip()))[:LONGEST_TEXT]


def parse(raw: bytes) -> Parsed:
    """Read a letter. What is broken in it is read as far as it goes. Raises :class:`Unreadable`."""
    try:
        message = _message_of(raw)
        parsed = Parsed(message, headers.raw_headers(message))
        _walk(message, parsed, 0)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError) as error:
        raise Unreadable(type(error).__name__) from error
    return parsed


class _Shallow(BufferedSubFile):
    """The lines of a letter. Each line is compared with the boundary of every part that is open: so many may be at once."""

    def push_eof_matcher(self, matches: Any) -> None:
        if len(self._eofstack) >= MOST_OPEN_PARTS:  # type: ignore[attr-defined]
            raise ValueError("parts within parts without end")
        super().push_eof_matcher(matches)


def _message_of(raw: bytes) -> Message:
    parser = BytesFeedParser()
    parser._input = _Shallow()  # type: ignore[attr-defined]
    parser.feed(raw)
    return parser.close()


def head_of(raw: bytes) -> Parsed:
    """Only the head of a letter, whatever its body is."""
    message = email.message_from_bytes(headers.split(raw)[0] + b"\n\n")
    return Parsed(message, headers.raw_headers(message))


def _walk(part: Message, parsed: Parsed, depth: int) -> None:
    parsed.count += 1
    if depth > DEEPEST or parsed.count > MOST_PARTS:
        parsed.left_out += 1
        return
    kind = part.get_content_type()
    payload = part.get_payload()
    if kind == "message/rfc822" and isinstance(payload, list):
        _nested(part, payload, parsed, depth)
    elif kind == "multipart/alternative" and isinstance(payload, list):
        _alternative(payload, parsed, depth)
    elif isinstance(payload, list):
        for each in payload:
            if isinstance(each, Message):
                _walk(each, parsed, depth + 1)
    else:
        _leaf(part, kind, parsed)


def _alternative(payload: list[Any], parsed: Parsed, depth: int) -> None:
    """The same in several forms: the plain one is what was said, unless it is empty; files of all forms are kept."""
    found = Parsed(parsed.message, [], count=parsed.count)
    plain: list[str] = []
    for each in payload:
        if not isinstance(each, Message):
            continue
        before = len(found.texts)
        _walk(each, found, depth + 1)
        if each.get_content_type() == "text/plain" and "".join(found.texts[before:]).strip():
            plain = plain or found.texts[before:]
    others = [text for text in found.texts if text.strip()]
    parsed.texts += plain or others[-1:]
    parsed.parts += found.parts
    parsed.left_out += found.left_out
    parsed.count = found.count


def _nested(part: Message, payload: list[Any], parsed: Parsed, depth: int) -> None:
    """A letter within the letter becomes a text file of its own; its files are files of the whole."""
    for inner in payload[:1]:
        if not isinstance(inner, Message):
            continue
        within = Parsed(inner, headers.raw_headers(inner), count=parsed.count)
        _walk(inner, within, depth + 1)
        parsed.left_out, parsed.count = parsed.left_out + within.left_out, within.count
        head = [f"{name}: {value}" for name in ("from", "to", "date", "subject") if (value := within.first(name))]
        text = "\n".join([*head, "", within.text])
        name = headers.file_name(part) or f"{within.subject or 'letter'}.txt"
        parsed.parts.append(Part(f"{name.removesuffix('.eml').removesuffix('.txt')}.txt", "text/plain", text.encode()))
        parsed.parts += within.parts


def _leaf(part: Message, kind: str, parsed: Parsed) -> None:
    name = headers.file_name(part)
    charset = str(part.get_param("charset", "") or "") if not isinstance(part.get_param("charset"), tuple) else ""
    content = _content(part)
    disposition = str(part.get("content-disposition", "")).strip().lower()
    if kind in ("text/plain", "text/html") and not name and not disposition.startswith("attachment"):
        text = headers.text_of(content[:MOST_TEXT_BYTES], charset)
        if kind == "text/html":
            text = text_of_markup(text)
        elif "flowed" in str(part.get_param("format", "")).lower():
            text = _unflowed(text, deletes="yes" in str(part.get_param("delsp", "")).lower())
        parsed.texts.append(text)
        return
    if name.lower() == "winmail.dat" or kind in ("application/ms-tnef", "application/vnd.ms-tnef"):
        text, files = containers.outlook_parts(content)
        if text or files:
            if text and not any(each.strip() for each in parsed.texts):
                parsed.texts.append(text)
            parsed.parts += [Part(each, "application/octet-stream", data) for each, data in files]
            return
    if content or name:
        parsed.parts.append(Part(name or _nameless(kind), kind, content, charset))


def _content(part: Message) -> bytes:
    """The bytes of a part, as far as its coding can be undone."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError, IndexError):
        content = None
    if isinstance(content, bytes):
        return content
    bare = part.get_payload()
    return bare.encode("utf-8", "surrogateescape") if isinstance(bare, str) else b""


def _unflowed(text: str, *, deletes: bool) -> str:
    """Lines that a mail program broke are joined. RFC 3676."""
    return SOFT_END.sub("" if deletes else " ", text.replace("\r\n", "\n"))


def _nameless(kind: str) -> str:
    """A name for a part that has none: signatures of S/MIME and PGP, calendars, pictures in the text."""
    main, _, sub = kind.partition("/")
    ending = {"jpeg": "jpg", "plain": "txt", "calendar": "ics", "pkcs7-signature": "p7s", "pgp-signature": "asc"}
    return f"{main}.{ending.get(sub, re.sub(r'[^a-z0-9]', '', sub)[:10] or 'bin')}"
