"""Request bodies are read whole, asynchronously and within limits, before a request gets a thread.

Whoever announces a body and sends none, or sends it drop by drop, holds a connection and nothing else.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

MEGABYTE = 1024 * 1024
IDLE_SECONDS = float(os.environ.get("RAEKODA_BODY_SECONDS", "15"))
SLOWEST = 8 * 1024
"""Bytes a second: who sends more slowly over a time longer than :data:`IDLE_SECONDS` is not waited for."""
IN_MEMORY = MEGABYTE
LARGEST_TOTAL = 4096 * MEGABYTE

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class RequestRejected(Exception):
    """The request is answered without the program: ``status`` (HTTP), and why, in plain words."""

    def __init__(self, status: int, words: str, *, retry_after: int = 0) -> None:
        super().__init__(words)
        self.status, self.words, self.retry_after = status, words, retry_after


class Disconnected(Exception):
    """The client went away before its request was complete."""


class Bodies:
    """Reads bodies of at most ``largest`` bytes each, ``largest_total`` bytes together."""

    def __init__(self, largest: int, largest_total: int = LARGEST_TOTAL) -> None:
        self.largest, self.largest_total = largest, largest_total
        self.held = 0

    @asynccontextmanager
    async def read(self, scope: Scope, receive: Receive) -> AsyncIterator[IO[bytes]]:
        """The whole body as a file at its beginning; beyond :data:`IN_MEMORY` bytes it lies on disk.

        Raises :class:`RequestRejected` (400, 408, 413, 503) and :class:`Disconnected`.
        """
        is_expected = self._is_expected(scope)
        size = 0
        with SpooledTemporaryFile(IN_MEMORY) as file:
            try:
                async for chunk in _chunks(receive) if is_expected else _nothing():
                    size += len(chunk)
                    self.held += len(chunk)
                    self._check(size)
                    file.write(chunk)
                file.seek(0)
                yield file
            finally:
                self.held -= size

    def _is_expected(self, scope: Scope) -> bool:
        """Whether a body follows; one that is announced as too large is refused before it is read."""
        headers = dict(scope["headers"])
        length = headers.get(b"content-length")
        if length is None:
            return b"transfer-encoding" in headers
        if not length.isdigit():
            raise RequestRejected(400, "Content-Length is not a number.")
        self._check(int(length))
        return int(length) > 0

    def _check(self, size: int) -> None:
        if size > self.largest:
            raise RequestRejected(413, f"The request is too large: {self.largest // MEGABYTE} MB are allowed.")
        if self.held > self.largest_total:
            raise RequestRejected(503, "Too much is being sent at once. Please try again in a minute.", retry_after=60)


async def _nothing() -> AsyncIterator[bytes]:
    for chunk in ():
        yield chunk


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    """The parts of a body as they come, until its end. Raises :class:`RequestRejected` (408) and :class:`Disconnected`."""
    loop = asyncio.get_running_loop()
    begun, received = loop.time(), 0
    while True:
        latest = min(loop.time() + IDLE_SECONDS, begun + IDLE_SECONDS + received / SLOWEST)
        try:
            async with asyncio.timeout_at(latest):
                message = await receive()
        except TimeoutError:
            raise RequestRejected(408, "The request did not come to its end in time.") from None
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        received += len(chunk)
        if chunk:
            yield chunk
        if not message.get("more_body"):
            return
