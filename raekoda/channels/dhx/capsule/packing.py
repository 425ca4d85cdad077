"""The content of a file in a capsule: gzip in base64, unpacked within limits."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from dataclasses import dataclass
from enum import StrEnum

GZIP = 31
CHUNK_BYTES = 256 * 1024
MAX_MEMBERS = 100


class UnpackProblem(StrEnum):
    """Why a file cannot be unpacked."""

    NOT_BASE64 = "not_base64"
    NOT_GZIP = "not_gzip"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Unpacked:
    """An unpacked file: its content, or why it cannot be unpacked."""

    content: bytes = b""
    problem: UnpackProblem | None = None


def pack(content: bytes) -> str:
    """Content in the form of a capsule; the same content always gives the same text."""
    return base64.b64encode(gzip.compress(content, 6, mtime=0)).decode("ascii")


def unpack(packed: str, limit: int) -> Unpacked:
    """The content of a packed file of at most ``limit`` bytes; a file that unpacks to more is left packed."""
    try:
        data = base64.b64decode("".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        return Unpacked(problem=UnpackProblem.NOT_BASE64)
    if not data.startswith(b"\x1f\x8b"):
        return Unpacked(problem=UnpackProblem.NOT_GZIP)
    return _decompress(data, limit)


def _decompress(data: bytes, limit: int) -> Unpacked:
    chunks: list[bytes] = []
    size = 0
    for _member in range(MAX_MEMBERS):
        decompressor = zlib.decompressobj(GZIP)
        try:
            while not decompressor.eof:
                chunk = decompressor.decompress(data, CHUNK_BYTES)
                data = decompressor.unconsumed_tail
                if not chunk and not decompressor.eof and not data:
                    return Unpacked(problem=UnpackProblem.DAMAGED)
                chunks.append(chunk)
                size += len(chunk)
                if size > limit:
                    return Unpacked(problem=UnpackProblem.TOO_LARGE)
        except zlib.error:
            return Unpacked(problem=UnpackProblem.DAMAGED)
        data = decompressor.unused_data
        if not data.startswith(b"\x1f\x8b"):
            return Unpacked(b"".join(chunks))
    return Unpacked(problem=UnpackProblem.TOO_LARGE)
