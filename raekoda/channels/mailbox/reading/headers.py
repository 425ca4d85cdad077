"""Message headers: encoded words (RFC 2047), file names (RFC 2231), addresses, the fingerprint."""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import quopri
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from raekoda.platform.core.charsets import decoded
from raekoda.platform.core.text import clean_text

ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
FOLDED = re.compile(r"[\r\n]+[ \t]*")
ADDRESS = re.compile(r"[^\s<>\"(),:;\[\]\\@]{1,64}@[^\s<>\"(),:;\[\]\\@]{1,190}")
HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")
IDENTIFYING = ("message-id", "date", "from", "subject")
LONGEST_HEADER = 20_000
MOST_HEADER_BYTES = 256 * 1024
ALIASES = {"iso-8859-8-i": "iso-8859-8", "x-sjis": "shift_jis", "cp-850": "cp850", "unicode-1-1-utf-7": "utf-7"}


def decode_text(content: bytes, charset: str = "") -> str:
    """Decode bytes with the declared charset, or with a detected one if that is unknown or does not fit."""
    try:
        coding = codecs.lookup(ALIASES.get(charset.lower().strip(" \"'"), charset.strip(" \"'")) or "utf-8")
        if coding.name not in ("ascii", "utf-8") and coding._is_text_encoding:  # type: ignore[attr-defined]
            return content.decode(coding.name)
    except (LookupError, ValueError, UnicodeError):
        pass
    return decoded(content)


def raw_headers(message: Message) -> list[tuple[str, str]]:
    """Header names in lower case and decoded values, in order, each cut to ``LONGEST_HEADER``."""
    found = []
    for name, value in message.raw_items():
        found.append((str(name).lower(), decode_header(str(value)[:LONGEST_HEADER])))
    return found


def decode_header(value: str) -> str:
    """A header value unfolded and decoded, including raw non-ASCII bytes."""
    value = FOLDED.sub(" ", _decode_raw_bytes(value))
    pieces: list[str] = []
    pending, pending_charset, cursor = b"", "", 0
    for match in ENCODED_WORD.finditer(value):
        between = value[cursor : match.start()]
        word, charset = _decoded_word(match.group(2), match.group(3), match.group(1).partition("*")[0].lower())
        if pending and (between.strip() or charset != pending_charset):
            pieces.append(decode_text(pending, pending_charset))
            pending = b""
        if between.strip() or cursor == 0:
            pieces.append(between)
        pending, pending_charset = pending + word, charset
        cursor = match.end()
    if pending:
        pieces.append(decode_text(pending, pending_charset))
    return clean_text("".join([*pieces, value[cursor:]]))


def file_name(message: Message) -> str:
    """The file name of a part, encoded by RFC 2231, RFC 2047 or raw; "" when it has none."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            _fix_parameters(message, header)
            value = message.get_param(parameter, None, header)
        except (ValueError, IndexError, TypeError, LookupError, RecursionError):
            continue
        if isinstance(value, tuple):
            charset, _language, encoded = value
            return clean_text(decode_text(str(encoded).encode("latin-1", "replace"), charset or ""))[:300]
        if value:
            return decode_header(str(value))[:300]
    return ""


def addresses(values: list[str]) -> list[tuple[str, str]]:
    """(name, address) pairs of address headers; only valid addresses, in lower case."""
    try:
        found = getaddresses([value[:LONGEST_HEADER] for value in values])
    except (ValueError, IndexError, RecursionError, TypeError):
        found = []
    bare = [(clean_text(name)[:160], address.strip("'.").lower()) for name, address in found]
    valid = [(name, address) for name, address in bare if ADDRESS.fullmatch(address)]
    return valid or [("", match.lower()) for value in values for match in ADDRESS.findall(value)]


def parse_date(value: str) -> datetime | None:
    """A header date as UTC (a date without zone is read as UTC); None for an invalid date."""
    try:
        found = parsedate_to_datetime(value)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC) if 1990 <= found.year <= 2200 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Header and body of a letter."""
    end = HEAD_END.search(raw, 0, MOST_HEADER_BYTES)
    return (raw[: end.start()], raw[end.end() :]) if end else (raw[:MOST_HEADER_BYTES], raw[MOST_HEADER_BYTES:])


def fingerprint(raw: bytes) -> str:
    """SHA-256 digest (hex) of Message-Id, date, sender, subject and body. Headers added by mail servers and line endings
    do not change it."""
    head, body = split(raw)
    if not HEAD_END.search(raw, 0, MOST_HEADER_BYTES):
        body = raw  # no header separator: the whole input is the body
    lines = re.split(rb"\r?\n(?![ \t])", head)
    named: dict[bytes, bytes] = {}
    for line in lines:
        name, _, value = line.partition(b":")
        named.setdefault(name.strip().lower(), b" ".join(value.split()))
    digest = hashlib.sha256()
    for name in IDENTIFYING:
        digest.update(named.get(name.encode(), b"") + b"\0")
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def _fix_parameters(message: Message, header: str) -> None:
    """Decode raw non-ASCII bytes of a header before ``email`` parses its parameters."""
    for name, value in list(message.raw_items()):
        if str(name).lower() == header and (bare := _decode_raw_bytes(str(value))) != str(value):
            message.replace_header(header, bare)


def _decode_raw_bytes(value: str) -> str:
    """Decode raw non-ASCII bytes that ``email`` stores as surrogate escapes."""
    try:
        value.encode("utf-8")
        return value
    except UnicodeEncodeError:
        return decode_text(value.encode("utf-8", "surrogateescape"))


def _decoded_word(form: str, encoded: str, charset: str) -> tuple[bytes, str]:
    """The bytes of an encoded word and their charset. Letters that should have been encoded and were not become bytes too."""
    try:
        if form in "qQ":
            written, charset = _encode_letters(encoded.replace("_", " "), charset)
            return quopri.decodestring(written), charset
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4)), charset
    except (binascii.Error, ValueError):
        return encoded.encode("utf-8", "replace"), charset


def _encode_letters(text: str, charset: str) -> tuple[bytes, str]:
    if text.isascii():
        return text.encode(), charset
    try:
        return text.encode(ALIASES.get(charset, charset)), charset
    except (LookupError, UnicodeError):
        return text.encode("utf-8", "replace"), "utf-8"
