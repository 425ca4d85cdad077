"""What granian serves: every request of the one port.

Streams of the phone desk are held by the event loop, ``/livez`` is answered by it; everything else is read whole and
then answered by Django in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Iterable
from io import BytesIO

from raekoda.channels.calls.streams import StreamServer, is_stream
from raekoda.config.bodies import MEGABYTE, Bodies, Disconnected, Receive, Scope
from raekoda.config.logs import access
from raekoda.config.threads import Answer, Send, Threads
from raekoda.platform.core.errors import RequestError

THREADS = int(os.environ.get("RAEKODA_WEB_THREADS", "4"))
WAITING = 200
LARGEST_BODY = int(os.environ.get("RAEKODA_BODY_MEGABYTES", "256")) * MEGABYTE


class Application:
    """One web process: its threads, the bodies under way, the streams it holds."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self.threads = Threads(wsgi, THREADS, WAITING)
        self.bodies = Bodies(LARGEST_BODY)
        self.streams = StreamServer(self._ask)
        self.is_begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.is_begun:
            self._begin()
        if is_stream(scope):
            await self.streams.serve(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive)
        except RequestError as refusal:
            access.info("request_refused", method=scope["method"], status=refusal.status)
            answer = plain(refusal)
        except Disconnected:
            return
        with contextlib.suppress(TimeoutError):  # a client that does not read; its connection is closed
            await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if scope["path"] == "/livez":
            return Answer(200, [("Content-Type", "text/plain"), ("Cache-Control", "no-store")], BytesIO(b"ok\n"))
        async with self.bodies.read(scope, receive) as body:
            return await self.threads.answer(scope, body)

    async def _ask(self, scope: Scope) -> tuple[int, dict[str, str], str]:
        """What Django answers to a request without a body: status, headers, text."""
        try:
            answer = await self.threads.answer(scope, BytesIO())
        except RequestError as refusal:
            return refusal.status, {}, ""
        with answer.body:
            return answer.status, dict(answer.headers), answer.body.read().decode()

    def _begin(self) -> None:
        """Let go of the streams as soon as the process is asked to stop: granian waits for every open answer.

        The event loop's own handlers of these signals, granian's, are called by its wake-up pipe all the same.
        """
        self.is_begun = True
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(self.streams.close))


def plain(refusal: RequestError) -> Answer:
    """A refusal in plain words; the connection is closed, for what follows on it may be the rest of a body."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Connection", "close")]
    if refusal.retry_after:
        headers.append(("Retry-After", str(refusal.retry_after)))
    return Answer(refusal.status, headers, BytesIO(f"{refusal.message}\n".encode()))
