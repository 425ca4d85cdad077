"""The ASGI application that granian serves: every request of the one port.

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
from raekoda.config.bodies import MEGABYTE, BodyReader, Disconnected, Receive, Scope
from raekoda.config.logs import access
from raekoda.config.threads import Response, Send, Threads
from raekoda.platform.core.errors import RequestError

THREADS = int(os.environ.get("RAEKODA_WEB_THREADS", "4"))
WAITING = 200
LARGEST_BODY = int(os.environ.get("RAEKODA_BODY_MEGABYTES", "256")) * MEGABYTE


class Application:
    """One web process: its threads, the bodies under way, the streams it holds."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self.threads = Threads(wsgi, THREADS, WAITING)
        self.bodies = BodyReader(LARGEST_BODY)
        self.streams = StreamServer(self._call_view)
        self.is_started = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.is_started:
            self._start()
        if is_stream(scope):
            await self.streams.serve(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive)
        except RequestError as refusal:
            access.info("request_refused", method=scope["method"], status=refusal.status)
            answer = plain_response(refusal)
        except Disconnected:
            return
        with contextlib.suppress(TimeoutError):  # a client that does not read; its connection is closed
            await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        if scope["path"] == "/livez":
            return Response(200, [("Content-Type", "text/plain"), ("Cache-Control", "no-store")], BytesIO(b"ok\n"))
        async with self.bodies.read(scope, receive) as body:
            return await self.threads.answer(scope, body)

    async def _call_view(self, scope: Scope) -> tuple[int, dict[str, str], str]:
        """Django's response to a request without a body: status, headers, text."""
        try:
            answer = await self.threads.answer(scope, BytesIO())
        except RequestError as refusal:
            return refusal.status, {}, ""
        with answer.body:
            return answer.status, dict(answer.headers), answer.body.read().decode()

    def _start(self) -> None:
        """Close the streams as soon as the process is asked to stop: granian waits for every open response.

        The event loop's own handlers of these signals, granian's, are called by its wake-up pipe all the same.
        """
        self.is_started = True
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(self.streams.close))


def plain_response(error: RequestError) -> Response:
    """An error as plain text; the connection is closed, because what follows on it may be the rest of a body."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Connection", "close")]
    if error.retry_after:
        headers.append(("Retry-After", str(error.retry_after)))
    return Response(error.status, headers, BytesIO(f"{error.message}\n".encode()))
