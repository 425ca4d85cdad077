"""Messages with attachments: multipart/related (SOAP with attachments, RFC 2387), parsed and built."""

from __future__ import annotations

import base64
import binascii
import quopri
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from raekoda.platform.core.xroad.soap import InvalidMessage

MAX_PARTS = 20
MAX_HEADER_BYTES = 16 * 1024
BASE64_LINE = 57


@dataclass(frozen=True)
class MultipartMessage:
    """The SOAP envelope and its attachments by content identifier, without brackets."""

    envelope: bytes
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def parse_message(body: bytes, content_type: str) -> MultipartMessage:
    """The envelope and the attachments of an HTTP message. Raises :class:`InvalidMessage`."""
    header = Message()
    header["Content-Type"] = content_type or "text/xml"
    if header.get_content_type() != "multipart/related":
        return MultipartMessage(body)
    boundary = str(header.get_param("boundary", "") or "")
    if not boundary or len(boundary) > 200:
        raise InvalidMessage("The multipart message names no boundary.")
    start = str(header.get_param("start", "") or "").strip("<> ")
    parts = list(_parts(body, boundary.encode("latin-1", "replace")))
    if not parts:
        raise InvalidMessage("The multipart message has no parts.")
    root = next((position for position, (name, _read_file) in enumerate(parts) if start and name == start), 0)
    attachments = {name: content for position, (name, content) in enumerate(parts) if position != root and name}
    return MultipartMessage(parts[root][1], attachments)


def build_message(message: MultipartMessage) -> tuple[bytes, str]:
    """The body and its ``Content-Type``. Attachments are sent as XML in base64, as the protocol requires."""
    if not message.attachments:
        return message.envelope, "text/xml; charset=UTF-8"
    boundary = f"raekoda-{secrets.token_hex(16)}"
    pieces = [
        f"--{boundary}\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        "Content-ID: <envelope>\r\n\r\n".encode(),
        message.envelope,
    ]
    for name, content in message.attachments.items():
        pieces.append(
            f"\r\n--{boundary}\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n"
            f"Content-ID: <{name}>\r\n\r\n".encode()
        )
        pieces.append(_base64_lines(content))
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(pieces), f'multipart/related; type="text/xml"; start="<envelope>"; boundary="{boundary}"'


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    """Each part's content identifier and decoded content."""
    delimiter = b"--" + boundary
    pieces = (b"\r\n" + body).split(b"\r\n" + delimiter, MAX_PARTS + 2)
    if len(pieces) < 2:
        pieces = (b"\n" + body).split(b"\n" + delimiter, MAX_PARTS + 2)
    if len(pieces) > MAX_PARTS + 2:
        raise InvalidMessage("The multipart message has too many parts.")
    is_closed = False
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            is_closed = True
            break
        yield _part(piece)
    if not is_closed:
        raise InvalidMessage("The multipart message breaks off.")


def _part(piece: bytes) -> tuple[str, bytes]:
    piece = piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n")
    for separator in (b"\r\n\r\n", b"\n\n"):
        end = piece.find(separator, 0, MAX_HEADER_BYTES)
        if end >= 0:
            headers = BytesHeaderParser(policy=compat32).parsebytes(piece[:end] + b"\n\n")
            return _name(headers), _decoded(
                piece[end + len(separator) :], str(headers.get("Content-Transfer-Encoding", ""))
            )
    raise InvalidMessage("A part of the multipart message has no headers.")


def _name(headers: Message) -> str:
    return str(headers.get("Content-ID", "")).strip().strip("<>")[:500]


def _decoded(content: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == "base64":
        try:
            return binascii.a2b_base64(content)
        except binascii.Error as error:
            raise InvalidMessage("An attachment is not in base64.") from error
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    return content


def _base64_lines(content: bytes) -> bytes:
    encoded = base64.encodebytes(content)
    return encoded.replace(b"\n", b"\r\n").removesuffix(b"\r\n")
