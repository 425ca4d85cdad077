"""Messages with attachments: multipart/related (SOAP with attachments, RFC 2387), taken apart and put together."""

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

from raekoda.platform.core.xroad.soap import BrokenMessage

MOST_PARTS = 20
LONGEST_HEADERS = 16 * 1024
BASE64_LINE = 57


@dataclass(frozen=True)
class Parcel:
    """The SOAP envelope and what is attached to it, by content identifier without its brackets."""

    envelope: bytes
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def taken_apart(body: bytes, content_type: str) -> Parcel:
    """The envelope and the attachments of an HTTP message. Raises :class:`BrokenMessage`."""
    said = Message()
    said["Content-Type"] = content_type or "text/xml"
    if said.get_content_type() != "multipart/related":
        return Parcel(body)
    boundary = str(said.get_param("boundary", "") or "")
    if not boundary or len(boundary) > 200:
        raise BrokenMessage("The multipart message names no boundary.")
    start = str(said.get_param("start", "") or "").strip("<> ")
    parts = list(_parts(body, boundary.encode("latin-1", "replace")))
    if not parts:
        raise BrokenMessage("The multipart message has no parts.")
    root = next((place for place, (name, _content) in enumerate(parts) if start and name == start), 0)
    attached = {name: content for place, (name, content) in enumerate(parts) if place != root and name}
    return Parcel(parts[root][1], attached)


def put_together(parcel: Parcel) -> tuple[bytes, str]:
    """The body and its ``Content-Type``. Attachments are sent as XML in base64, as the protocol wants them."""
    if not parcel.attachments:
        return parcel.envelope, "text/xml; charset=UTF-8"
    boundary = f"raekoda-{secrets.token_hex(16)}"
    pieces = [
        f"--{boundary}\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        "Content-ID: <envelope>\r\n\r\n".encode(),
        parcel.envelope,
    ]
    for name, content in parcel.attachments.items():
        pieces.append(
            f"\r\n--{boundary}\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n"
            f"Content-ID: <{name}>\r\n\r\n".encode()
        )
        pieces.append(_base64_lines(content))
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(pieces), f'multipart/related; type="text/xml"; start="<envelope>"; boundary="{boundary}"'


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    """Each part's content identifier and decoded content."""
    mark = b"--" + boundary
    pieces = (b"\r\n" + body).split(b"\r\n" + mark, MOST_PARTS + 2)
    if len(pieces) < 2:
        pieces = (b"\n" + body).split(b"\n" + mark, MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2:
        raise BrokenMessage("The multipart message has too many parts.")
    is_closed = False
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            is_closed = True
            break
        yield _part(piece)
    if not is_closed:
        raise BrokenMessage("The multipart message breaks off.")


def _part(piece: bytes) -> tuple[str, bytes]:
    piece = piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n")
    for gap in (b"\r\n\r\n", b"\n\n"):
        place = piece.find(gap, 0, LONGEST_HEADERS)
        if place >= 0:
            headers = BytesHeaderParser(policy=compat32).parsebytes(piece[:place] + b"\n\n")
            return _name(headers), _decoded(
                piece[place + len(gap) :], str(headers.get("Content-Transfer-Encoding", ""))
            )
    raise BrokenMessage("A part of the multipart message has no headers.")


def _name(headers: Message) -> str:
    return str(headers.get("Content-ID", "")).strip().strip("<>")[:500]


def _decoded(content: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == "base64":
        try:
            return binascii.a2b_base64(content)
        except binascii.Error as error:
            raise BrokenMessage("An attachment is not in base64.") from error
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    return content


def _base64_lines(content: bytes) -> bytes:
    encoded = base64.encodebytes(content)
    return encoded.replace(b"\n", b"\r\n").removesuffix(b"\r\n")
