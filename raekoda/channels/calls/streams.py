"""Serves the event streams of the phone desk in the event loop of a web process, so that no thread is blocked.

Authorisation is delegated to the stream view of the desk, called with the same request: its response is the beginning of the
stream, and a header names the municipality and the user. The call is repeated every 30 seconds, so that a stream ends with its
session. Events come from PostgreSQL (LISTEN, one connection per web process), sent by
:mod:`raekoda.channels.calls.broadcast`. Settings are read from the environment:

``DATABASE_URL``                the database
``RAEKODA_LIVE_CHECK_SECONDS``  interval of the repeated authorisation, default 30
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

from raekoda.channels.calls.sse import CHANNEL, DESK_HEADER, format_event, parse_desk_header
from raekoda.platform.core.errors import RequestError
from raekoda.platform.core.numbers import whole

ENDING = "/telefon/voog/"
CHECK_SECONDS = float(os.environ.get("RAEKODA_LIVE_CHECK_SECONDS", "30"))
KEEP_ALIVE_SECONDS = 15.0
RETRY_MILLISECONDS = 2000
QUEUE_SIZE = 100
MAX_RECONNECT_DELAY = 10.0
MAX_FAILED_CHECKS = 4
log = logging.getLogger("raekoda.live")
Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Ask = Callable[[Scope], Awaitable[tuple[int, dict[str, str], str]]]
"""Calls the stream view; returns status, headers and text."""


@dataclass(eq=False)
class Screen:
    """An open stream: its user, its queue of events, the id of the last event sent."""

    municipality: int
    user: int
    last: int = 0
    is_behind: bool = False
    waiting: asyncio.Queue[dict[str, Any] | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))


class StreamRejected(RequestError):
    """The view rejected the request (HTTP status)."""


class ViewFailed(Exception):
    """The view failed with a server error."""


def is_stream(scope: Scope) -> bool:
    """Whether the request is for the event stream."""
    return scope["method"] == "GET" and str(scope["path"]).endswith(ENDING)


class StreamServer:
    """All open streams of a web process and the task that listens to PostgreSQL."""

    def __init__(self, view: Ask) -> None:
        self.view = view
        self.screens: set[Screen] = set()
        self.listening: asyncio.Task[None] | None = None
        self.is_closed = False

    def start(self) -> None:
        """Start listening to PostgreSQL, with the first stream."""
        if self.listening is None:
            self.listening = asyncio.create_task(self.listen())

    async def listen(self) -> None:
        """Forward notifications to the streams; reconnect when the connection is lost, then let every stream catch up."""
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    os.environ["DATABASE_URL"], autocommit=True, application_name="raekoda streams", keepalives_idle=30
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    pause = 0.5
                    self.refresh_all()
                    async for notice in connection.notifies():
                        self.receive(notice.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("live_connection_lost %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_RECONNECT_DELAY)

    def receive(self, payload: str) -> None:
        """Forward the event in a notification; one that is no event is logged and ignored."""
        try:
            event = json.loads(payload)
            if not (isinstance(event["m"], int) and isinstance(event["id"], int) and isinstance(event["kind"], str)):
                raise TypeError
        except (ValueError, KeyError, TypeError, RecursionError):
            log.warning("live_notification_malformed")
            return
        self.dispatch(event)

    def dispatch(self, event: dict[str, Any]) -> None:
        for screen in self.screens:
            if screen.municipality == event["m"]:
                enqueue(screen, event)

    def refresh_all(self) -> None:
        """Let every stream query the view for missed events."""
        for screen in self.screens:
            enqueue(screen, None)

    def close(self) -> None:
        """End all streams; browsers reconnect to another process."""
        self.is_closed = True
        self.refresh_all()

    async def call_view(self, scope: Scope, last: str) -> tuple[tuple[int, int], str]:
        """Call the view; return (municipality, user) and new events. Raises :class:`StreamRejected`, :class:`ViewFailed`."""
        headers = [header for header in scope["headers"] if header[0] != b"last-event-id"]
        if last:
            headers.append((b"last-event-id", last.encode()))
        status, response_headers, text = await self.view({**scope, "headers": headers})
        desk = parse_desk_header(response_headers.get(DESK_HEADER, ""))
        if status >= 500:
            raise ViewFailed(status)
        if status != 200 or desk is None:
            raise StreamRejected(403 if status == 200 else status)
        return desk, text.partition("\n\n")[2]

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream until the client disconnects or its authorisation ends."""
        self.start()
        screen = Screen(0, 0)
        last_event_id = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "ignore")
        self.screens.add(screen)  # before the view is called, so that no event is lost
        disconnecting = asyncio.create_task(wait_for_disconnect(receive))
        try:
            (screen.municipality, screen.user), first_events = await self.call_view(scope, last_event_id)
            screen.last = last_id(first_events, whole(last_event_id) or 0)
            await send_stream_headers(send)
            await send_text(send, f"retry: {RETRY_MILLISECONDS}\n\n{first_events}")
            sending = asyncio.create_task(self.send_events(screen, scope, send))
            await asyncio.wait({sending, disconnecting}, return_when=asyncio.FIRST_COMPLETED)
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await sending
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except StreamRejected as refusal:
            await send_status(send, 403 if refusal.status < 400 else refusal.status)
        except ViewFailed:
            await send_status(send, 503)
        finally:
            disconnecting.cancel()
            self.screens.discard(screen)

    async def send_events(self, screen: Screen, scope: Scope, send: Send) -> None:
        """Send events and keep-alive comments; repeat the authorisation every ``CHECK_SECONDS``."""
        loop = asyncio.get_running_loop()
        check_at, failed = loop.time() + CHECK_SECONDS, 0
        while not screen.is_behind:
            try:
                timeout = min(KEEP_ALIVE_SECONDS, max(0.01, check_at - loop.time()))
                event = await asyncio.wait_for(screen.waiting.get(), timeout)
            except TimeoutError:
                await send_text(send, ": \n\n")
            else:
                if self.is_closed:
                    return
                if event is None:
                    check_at = 0.0
                elif event["id"] > screen.last:
                    screen.last = event["id"]
                    await send_text(send, format_event(event, screen.user))
            if loop.time() >= check_at:
                try:
                    _desk, missed = await self.call_view(scope, str(screen.last))
                    failed = 0
                except StreamRejected:
                    return
                except ViewFailed:
                    missed, failed = "", failed + 1
                    if failed >= MAX_FAILED_CHECKS:
                        return
                screen.last = last_id(missed, screen.last)
                await send_text(send, missed)
                check_at = loop.time() + CHECK_SECONDS


def enqueue(screen: Screen, event: dict[str, Any] | None) -> None:
    """Queue an event for a stream. A stream with a full queue ends; the browser reconnects and catches up."""
    try:
        screen.waiting.put_nowait(event)
    except asyncio.QueueFull:
        screen.is_behind = True


def last_id(text: str, before: int) -> int:
    """The id of the last event in ``text``."""
    ids = [line[4:] for line in text.split("\n") if line.startswith("id: ")]
    return int(ids[-1]) if ids else before


async def wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_stream_headers(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"private, no-store"),
        (b"x-accel-buffering", b"no"), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def send_text(send: Send, text: str) -> None:
    if text:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def send_status(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
