"""Request bodies are read whole, asynchronously and within limits, before a request gets a thread.

A client that announces a body and sends none, or sends it slowly, holds a connection and nothing else.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from raekoda.platform.core.errors import RequestError
from raekoda.platform.core.outage import DISK_FULL, find_outage

MEGABYTE = 1024 * 1024
IDLE_SECONDS = float(os.environ.get("RAEKODA_BODY_SECONDS", "15"))
MIN_BYTES_PER_SECOND = 8 * 1024
"""Minimum rate of a body over a time longer than :data:`IDLE_SECONDS`."""
IN_MEMORY = MEGABYTE
LARGEST_TOTAL = 4096 * MEGABYTE

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Disconnected(Exception):
    """The client went away before its request was complete."""


class BodyReader:
    """Reads bodies of at most ``largest`` bytes each, ``largest_total`` bytes together."""

    def __init__(self, largest: int, largest_total: int = LARGEST_TOTAL) -> None:
        self.largest, self.largest_total = largest, largest_total
        self.bytes_held = 0

    @asynccontextmanager
    async def read(self, scope: Scope, receive: Receive) -> AsyncIterator[IO[bytes]]:
        """The whole body as a file at its beginning; beyond :data:`IN_MEMORY` bytes it is stored on disk.

        Raises :class:`RequestError` (400, 408, 413, 503) and :class:`Disconnected`.
        """
        is_expected = self._is_expected(scope)
        size = 0
        with SpooledTemporaryFile(IN_MEMORY) as file:
            try:
                async for chunk in _chunks(receive) if is_expected else _no_chunks():
                    size += len(chunk)
                    self.bytes_held += len(chunk)
                    self._check(size)
                    _store(chunk, file)
                file.seek(0)
                yield file
            finally:
                self.bytes_held -= size

    def _is_expected(self, scope: Scope) -> bool:
        """Whether a body follows; one that is announced as too large is refused before it is read."""
        headers = dict(scope["headers"])
        length = headers.get(b"content-length")
        if length is None:
            return b"transfer-encoding" in headers
        if not length.isdigit():
            raise RequestError(400, "Content-Length is not a number.")
        self._check(int(length))
        return int(length) > 0

    def _check(self, size: int) -> None:
        if size > self.largest:
            raise RequestError(413, f"The request is too large: {self.largest // MEGABYTE} MB are allowed.")
        if self.bytes_held > self.largest_total:
            raise RequestError(503, "Too much is being sent at once. Please try again in a minute.", retry_after=60)


def _store(chunk: bytes, file: IO[bytes]) -> None:
    try:
        file.write(chunk)
    except OSError as error:
        if find_outage(error) != DISK_FULL:
            raise
        raise RequestError(503, "It cannot be stored just now, because our disk is full.", retry_after=300) from error


async def _no_chunks() -> AsyncIterator[bytes]:
    for chunk in ():
        yield chunk


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    """The parts of a body as they come, until its end. Raises :class:`RequestError` (408) and :class:`Disconnected`."""
    loop = asyncio.get_running_loop()
    begun, received = loop.time(), 0
    while True:
        latest = min(loop.time() + IDLE_SECONDS, begun + IDLE_SECONDS + received / MIN_BYTES_PER_SECOND)
        try:
            async with asyncio.timeout_at(latest):
                message = await receive()
        except TimeoutError:
            raise RequestError(408, "The request did not come to its end in time.") from None
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        received += len(chunk)
        if chunk:
            yield chunk
        if not message.get("more_body"):
            return
