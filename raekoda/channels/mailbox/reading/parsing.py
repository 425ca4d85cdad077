"""Parses a letter: headers, text and files."""

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
from raekoda.channels.mailbox.reading.markup import html_to_text
from raekoda.platform.core.text import clean_text

DEEPEST, MOST_PARTS, MOST_FILES = 20, 500, 40
MOST_OPEN_PARTS = 80
MOST_TEXT_BYTES, LONGEST_TEXT = 4 * 1024 * 1024, 500_000
NOT_LETTERS = re.compile(r"[^a-z0-9]")
TRANSFER_ENCODINGS = {
    "quotedprintable": "quoted-printable",
    "base64": "base64",
    "xuuencode": "x-uuencode",
    "uuencode": "x-uuencode",
}
SOFT_END = re.compile(r" \n(?!>|-- )")
RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc", "resent-to")


class Unreadable(Exception):
    """The letter cannot be parsed."""


@dataclass
class Part:
    """A file of a letter. ``kind`` is the media type declared by the sender, which is not trusted."""

    name: str
    kind: str
    content: bytes
    charset: str = ""


@dataclass
class Parsed:
    """A parsed letter. ``left_out`` counts parts beyond the limits of depth and number."""

    message: Message
    headers: list[tuple[str, str]]
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    left_out: int = 0
    count: int = 0

    def all(self, name: str) -> list[str]:
        """All values of a header, decoded."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: str) -> str:
        """The first value of a header; "" when it is missing."""
        return next(iter(self.all(name)), "")

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address of the sender; two empty strings when there is none."""
        for name in ("from", "sender", "reply-to"):
            if found := headers.addresses(self.all(name)):
                return found[0]
        return "", ""

    @property
    def reply_address(self) -> str:
        """The Reply-To address, else the sender's."""
        return self.contact[1]

    @property
    def contact(self) -> tuple[str, str]:
        """Name and address to answer: those of Reply-To; its name is the sender's when only the address differs in it."""
        found = headers.addresses(self.all("reply-to"))
        return (found[0][0] or self.sender[0], found[0][1]) if found else self.sender

    @property
    def subject(self) -> str:
        return " ".join(self.first("subject").split())[:200]

    @property
    def message_id(self) -> str:
        return next(iter(parse_message_ids(self.first("message-id"))), "")

    @property
    def references(self) -> list[str]:
        """Message-IDs of References and In-Reply-To, oldest first."""
        return parse_message_ids(" ".join([*self.all("references"), *self.all("in-reply-to")]))

    @property
    def date(self) -> datetime | None:
        return headers.parse_date(self.first("date"))

    @property
    def recipients(self) -> list[str]:
        """Addresses of all recipient headers, delivery headers first."""
        return [address for name in RECIPIENT_HEADERS for _, address in headers.addresses(self.all(name))]

    @property
    def text(self) -> str:
        """The full text, cleaned."""
        return clean_text("\n\n".join(text.strip() for text in self.texts if text.strip()))[:LONGEST_TEXT]


def parse(raw: bytes) -> Parsed:
    """Parse a letter; malformed parts are parsed as far as possible. Raises :class:`Unreadable`."""
    try:
        message = _parse_message(raw)
        parsed = Parsed(message, headers.raw_headers(message))
        _walk(message, parsed, 0)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError) as error:
        raise Unreadable(type(error).__name__) from error
    return parsed


class _LimitedDepth(BufferedSubFile):
    """Limits the number of open parts: the parser compares each line with the boundary of every open part."""

    def push_eof_matcher(self, matches: Any) -> None:
        if len(self._eofstack) >= MOST_OPEN_PARTS:  # type: ignore[attr-defined]
            raise ValueError("parts within parts without end")
        super().push_eof_matcher(matches)


def _parse_message(raw: bytes) -> Message:
    parser = BytesFeedParser()
    parser._input = _LimitedDepth()  # type: ignore[attr-defined]
    parser.feed(raw)
    return parser.close()


def parse_head(raw: bytes) -> Parsed:
    """Parse only the header of a letter."""
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
        _nested(part, parsed, depth)
    elif kind == "multipart/alternative" and isinstance(payload, list):
        _alternative(payload, parsed, depth)
    elif isinstance(payload, list):
        for each in payload:
            if isinstance(each, Message):
                _walk(each, parsed, depth + 1)
    else:
        _leaf(part, kind, parsed)


def _alternative(payload: list[Any], parsed: Parsed, depth: int) -> None:
    """Prefers the plain text alternative unless it is empty; files of all alternatives are included."""
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


def _nested(part: Message, parsed: Parsed, depth: int) -> None:
    """An attached letter becomes a text file; its files are added to those of the outer letter."""
    for inner in attached_letters(part):
        within = Parsed(inner, headers.raw_headers(inner), count=parsed.count)
        _walk(inner, within, depth + 1)
        parsed.left_out, parsed.count = parsed.left_out + within.left_out, within.count
        head = [f"{name}: {value}" for name in ("from", "to", "date", "subject") if (value := within.first(name))]
        text = "\n".join([*head, "", within.text])
        name = headers.file_name(part) or f"{within.subject or 'letter'}.txt"
        parsed.parts.append(Part(f"{name.removesuffix('.eml').removesuffix('.txt')}.txt", "text/plain", text.encode()))
        parsed.parts += within.parts


def attached_letters(part: Message) -> list[Message]:
    """The letter in a ``message/rfc822``; decoded when it was encoded as a whole, which RFC 2046 forbids."""
    payload = part.get_payload()
    found = [each for each in payload[:1] if isinstance(each, Message)] if isinstance(payload, list) else []
    if not found or found[0].keys() or isinstance(found[0].get_payload(), list):
        return found
    bare = Message()
    bare["content-transfer-encoding"] = str(part.get("content-transfer-encoding", ""))
    bare.set_payload(found[0].get_payload())
    content = _content(bare)
    return [_parse_message(content)] if headers.HEAD_END.search(content, 0, headers.MOST_HEADER_BYTES) else found


def _leaf(part: Message, kind: str, parsed: Parsed) -> None:
    name = headers.file_name(part)
    charset = str(part.get_param("charset", "") or "") if not isinstance(part.get_param("charset"), tuple) else ""
    content = _content(part)
    disposition = str(part.get("content-disposition", "")).strip().lower()
    if kind in ("text/plain", "text/html") and not name and not disposition.startswith("attachment"):
        text = headers.decode_text(content[:MOST_TEXT_BYTES], charset)
        if kind == "text/html":
            text = html_to_text(text)
        elif "flowed" in str(part.get_param("format", "")).lower():
            text = _join_flowed_lines(text, deletes="yes" in str(part.get_param("delsp", "")).lower())
        parsed.texts.append(text)
        return
    if name.lower() == "winmail.dat" or kind in ("application/ms-tnef", "application/vnd.ms-tnef"):
        text, files = containers.parse_tnef(content)
        if text or files:
            if text and not any(each.strip() for each in parsed.texts):
                parsed.texts.append(text)
            parsed.parts += [Part(each, "application/octet-stream", data) for each, data in files]
            return
    if content or name or not kind.startswith(("text/", "multipart/")):
        parsed.parts.append(Part(name or _default_name(kind), kind, content, charset))


def _content(part: Message) -> bytes:
    """The decoded content of a part; raw when the transfer encoding is invalid."""
    _tidy_transfer_encoding(part)
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError, IndexError):
        content = None
    if isinstance(content, bytes):
        return content
    bare = part.get_payload()
    return bare.encode("utf-8", "surrogateescape") if isinstance(bare, str) else b""


def decode_part(part: Message) -> str:
    """The decoded text of a part."""
    charset = part.get_param("charset", "")
    return headers.decode_text(_content(part), charset if isinstance(charset, str) else "")


def _tidy_transfer_encoding(part: Message) -> None:
    """Write the transfer encoding as ``email`` knows it, which compares it with white space and punctuation."""
    written = str(part.get("content-transfer-encoding", ""))
    bare = NOT_LETTERS.sub("", written.partition("(")[0].lower())
    if (known := TRANSFER_ENCODINGS.get(bare)) and written != known:
        del part["content-transfer-encoding"]
        part["content-transfer-encoding"] = known


def _join_flowed_lines(text: str, *, deletes: bool) -> str:
    """Join the lines of format=flowed text. RFC 3676."""
    return SOFT_END.sub("" if deletes else " ", text.replace("\r\n", "\n"))


def _default_name(kind: str) -> str:
    """A file name for a part that has none: S/MIME and PGP signatures, calendars, inline images."""
    main, _, sub = kind.partition("/")
    ending = {"jpeg": "jpg", "plain": "txt", "calendar": "ics", "pkcs7-signature": "p7s", "pgp-signature": "asc"}
    return f"{main}.{ending.get(sub, re.sub(r'[^a-z0-9]', '', sub)[:10] or 'bin')}"
