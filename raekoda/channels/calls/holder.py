"""Holds the streams of the phone desk open in the event loop of a web process, so that no thread waits.

It knows nothing of sessions and roles. The view of the desk is asked, with the same request, whether somebody may listen: what
it answers comes first, whose desk it is stands in a header, and the question is put again every half a minute, so that a
session that ended is dropped. What happens at a desk comes from PostgreSQL (LISTEN, one connection a web process), as
:mod:`raekoda.channels.calls.bell` wrote it. Settings are read from the environment:

``DATABASE_URL``                where to listen
``RAEKODA_LIVE_CHECK_SECONDS``  how often it is asked whether a screen may still listen, 30 unless set
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

from raekoda.channels.calls.wire import CHANNEL, DESK_HEADER, desk_of, event
from raekoda.platform.core.errors import RequestError
from raekoda.platform.core.numbers import whole

ENDING = "/telefon/voog/"
CHECK_SECONDS = float(os.environ.get("RAEKODA_LIVE_CHECK_SECONDS", "30"))
QUIET_SECONDS = 15.0
RETRY_MILLISECONDS = 2000
MOST_WAITING = 100
LONGEST_PAUSE = 10.0
FAILED_CHECKS = 4
log = logging.getLogger("raekoda.live")
Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Ask = Callable[[Scope], Awaitable[tuple[int, dict[str, str], str]]]
"""What the desk's view answers to a request: status, headers, text."""


@dataclass(eq=False)
class Screen:
    """One open stream: whose it is, what waits to be told, the last signal told."""

    municipality: int
    user: int
    last: int = 0
    is_behind: bool = False
    waiting: asyncio.Queue[dict[str, Any] | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))


class StreamRefused(RequestError):
    """The view does not let this one listen (HTTP status)."""


class Unanswered(Exception):
    """The view could not answer just now."""


def is_stream(scope: Scope) -> bool:
    """Whether a request asks to listen."""
    return scope["method"] == "GET" and str(scope["path"]).endswith(ENDING)


class Holder:
    """All open screens of a web process, the connection that listens, and the way to the view."""

    def __init__(self, view: Ask) -> None:
        self.view = view
        self.screens: set[Screen] = set()
        self.listening: asyncio.Task[None] | None = None
        self.is_closed = False

    def begin(self) -> None:
        """Start to listen, with the first screen."""
        if self.listening is None:
            self.listening = asyncio.create_task(self.listen())

    async def listen(self) -> None:
        """Tell the screens what PostgreSQL tells; a lost connection is made anew, and every screen asks what it missed."""
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    os.environ["DATABASE_URL"], autocommit=True, application_name="raekoda streams", keepalives_idle=30
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    pause = 0.5
                    self.ask_all()
                    async for notice in connection.notifies():
                        self.tell(json.loads(notice.payload))
            except (psycopg.Error, OSError, ValueError) as error:
                log.warning("live_connection_lost %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def tell(self, told: dict[str, Any]) -> None:
        for screen in self.screens:
            if screen.municipality == told["m"]:
                put(screen, told)

    def ask_all(self) -> None:
        """Let every screen ask the view what it missed."""
        for screen in self.screens:
            put(screen, None)

    def close(self) -> None:
        """End all streams; the screens come back to the next process."""
        self.is_closed = True
        self.ask_all()

    async def ask(self, scope: Scope, last: str) -> tuple[tuple[int, int], str]:
        """What the view answers: whose desk, and what is new. Raises :class:`StreamRefused` and :class:`Unanswered`."""
        headers = [header for header in scope["headers"] if header[0] != b"last-event-id"]
        if last:
            headers.append((b"last-event-id", last.encode()))
        status, answered, text = await self.view({**scope, "headers": headers})
        desk = desk_of(answered.get(DESK_HEADER, ""))
        if status >= 500:
            raise Unanswered(status)
        if status != 200 or desk is None:
            raise StreamRefused(403 if status == 200 else status)
        return desk, text.partition("\n\n")[2]

    async def hold(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one screen listen for as long as it stays and may."""
        self.begin()
        screen = Screen(0, 0)
        given = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "ignore")
        self.screens.add(screen)  # before the question, so that nothing is lost between the two
        leaving = asyncio.create_task(until_gone(receive))
        try:
            (screen.municipality, screen.user), begun = await self.ask(scope, given)
            screen.last = last_id(begun, whole(given) or 0)
            await begin_stream(send)
            await say(send, f"retry: {RETRY_MILLISECONDS}\n\n{begun}")
            telling = asyncio.create_task(self.keep_telling(screen, scope, send))
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await telling
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except StreamRefused as refusal:
            await answer(send, 403 if refusal.status < 400 else refusal.status)
        except Unanswered:
            await answer(send, 503)
        finally:
            leaving.cancel()
            self.screens.discard(screen)

    async def keep_telling(self, screen: Screen, scope: Scope, send: Send) -> None:
        """Tell what comes; in quiet times a sign of life; every now and then ask whether this one may still listen."""
        loop = asyncio.get_running_loop()
        check_at, failed = loop.time() + CHECK_SECONDS, 0
        while not screen.is_behind:
            try:
                patience = min(QUIET_SECONDS, max(0.01, check_at - loop.time()))
                told = await asyncio.wait_for(screen.waiting.get(), patience)
            except TimeoutError:
                await say(send, ": \n\n")
            else:
                if self.is_closed:
                    return
                if told is None:
                    check_at = 0.0
                elif told["id"] > screen.last:
                    screen.last = told["id"]
                    await say(send, event(told, screen.user))
            if loop.time() >= check_at:
                try:
                    _desk, missed = await self.ask(scope, str(screen.last))
                    failed = 0
                except StreamRefused:
                    return
                except Unanswered:
                    missed, failed = "", failed + 1
                    if failed >= FAILED_CHECKS:
                        return
                screen.last = last_id(missed, screen.last)
                await say(send, missed)
                check_at = loop.time() + CHECK_SECONDS


def put(screen: Screen, told: dict[str, Any] | None) -> None:
    """Let a screen know. The stream of one that does not take what it is told ends; it asks anew when it comes back."""
    try:
        screen.waiting.put_nowait(told)
    except asyncio.QueueFull:
        screen.is_behind = True


def last_id(text: str, before: int) -> int:
    """The id of the last event in ``text``."""
    ids = [line[4:] for line in text.split("\n") if line.startswith("id: ")]
    return int(ids[-1]) if ids else before


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def begin_stream(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"private, no-store"),
        (b"x-accel-buffering", b"no"), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def say(send: Send, text: str) -> None:
    if text:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def answer(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
