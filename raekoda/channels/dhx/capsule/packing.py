"""The content of a file in a capsule: gzip in base64, opened only as far as is safe."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from dataclasses import dataclass
from enum import StrEnum

GZIP = 31
PIECE = 256 * 1024
MOST_MEMBERS = 100


class Trouble(StrEnum):
    """Why a file stays packed."""

    NOT_BASE64 = "not_base64"
    NOT_GZIP = "not_gzip"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Packed:
    """A file opened: its content, or why it stays packed."""

    content: bytes = b""
    trouble: Trouble | None = None


def pack(content: bytes) -> str:
    """Content as a capsule holds it; the same content always gives the same text."""
    return base64.b64encode(gzip.compress(content, 6, mtime=0)).decode("ascii")


def unpack(packed: str, limit: int) -> Packed:
    """The content of a packed file of at most ``limit`` bytes; what unpacks to more is left as it is."""
    try:
        data = base64.b64decode("".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        return Packed(trouble=Trouble.NOT_BASE64)
    if not data.startswith(b"\x1f\x8b"):
        return Packed(trouble=Trouble.NOT_GZIP)
    return _unzipped(data, limit)


def _unzipped(data: bytes, limit: int) -> Packed:
    pieces: list[bytes] = []
    size = 0
    for _member in range(MOST_MEMBERS):
        opener = zlib.decompressobj(GZIP)
        try:
            while not opener.eof:
                piece = opener.decompress(data, PIECE)
                data = opener.unconsumed_tail
                if not piece and not opener.eof and not data:
                    return Packed(trouble=Trouble.DAMAGED)
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    return Packed(trouble=Trouble.TOO_LARGE)
        except zlib.error:
            return Packed(trouble=Trouble.DAMAGED)
        data = opener.unused_data
        if not data.startswith(b"\x1f\x8b"):
            return Packed(b"".join(pieces))
    return Packed(trouble=Trouble.TOO_LARGE)
