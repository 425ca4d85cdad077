"""Holds the streams of the phone desk open: one small process for all screens, so that no thread of the web server waits.

It knows nothing of sessions and roles. Whoever asks to listen is asked for at the web server, at the same address and with
the same cookie: what is told there comes first, whose desk it is stands in a header, and the question is put again every
half a minute, so that a session that ended is dropped. What happens at a desk comes from PostgreSQL (LISTEN), as
:mod:`raekoda.channels.calls.bell` wrote it. ASGI; granian serves it. Settings are read from the environment:

``DATABASE_URL``            where to listen
``RAEKODA_LIVE_UPSTREAM``   the web server's own address, http://127.0.0.1:<RAEKODA_PORT> unless set
``RAEKODA_LIVE_CHECK_SECONDS``  how often it is asked whether a screen may still listen, 30 unless set
``RAEKODA_PORT``            pages of that port on the same host may listen here too (the demo has no proxy)
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
from urllib.parse import urlsplit

import httpx
import psycopg

from raekoda.channels.calls.wire import CHANNEL, DESK_HEADER, desk_of, event

ENDING = "/telefon/voog/"
CHECK_SECONDS = float(os.environ.get("RAEKODA_LIVE_CHECK_SECONDS", "30"))
QUIET_SECONDS = 15.0
RETRY_MILLISECONDS = 2000
MOST_WAITING = 100
LONGEST_PAUSE = 10.0
FAILED_CHECKS = 4
PASSED_ON = (b"cookie", b"host", b"accept-language", b"x-forwarded-for", b"x-forwarded-proto", b"x-request-id")
log = logging.getLogger("raekoda.live")
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass(eq=False)
class Screen:
    """One open stream: whose it is, what waits to be told, the last signal told."""

    municipality: int
    user: int
    last: int = 0
    is_behind: bool = False
    waiting: asyncio.Queue[dict[str, Any] | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))


class Refused(Exception):
    """The web server does not let this one listen (HTTP status)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Holder:
    """All open screens, the connection that listens, and the way to the web server."""

    def __init__(self) -> None:
        self.screens: set[Screen] = set()
        self.listening: asyncio.Task[None] | None = None
        port = os.environ.get("RAEKODA_PORT", "8000")
        upstream = os.environ.get("RAEKODA_LIVE_UPSTREAM") or f"http://127.0.0.1:{port}"
        self.client = httpx.AsyncClient(base_url=upstream, timeout=10, follow_redirects=False)

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
                    os.environ["DATABASE_URL"], autocommit=True, application_name="raekoda live", keepalives_idle=30
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
        """Let every screen ask the web server what it missed."""
        for screen in self.screens:
            put(screen, None)

    async def ask(self, scope: dict[str, Any], last: str) -> tuple[tuple[int, int], str]:
        """What the web server answers: whose desk, and what is new. Raises :class:`Refused` and ``httpx.HTTPError``."""
        headers = [(name, value) for name, value in scope["headers"] if name in PASSED_ON]
        if last:
            headers.append((b"last-event-id", last.encode()))
        query = scope.get("query_string", b"").decode("ascii", "ignore")
        response = await self.client.get(f"{scope['path']}?{query}", headers=headers)
        desk = desk_of(response.headers.get(DESK_HEADER, ""))
        if response.status_code >= 500:
            raise httpx.HTTPError(str(response.status_code))
        if response.status_code != 200 or desk is None:
            raise Refused(403 if response.status_code == 200 else response.status_code)
        return desk, response.text.partition("\n\n")[2]


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


holder: Holder | None = None


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application."""
    global holder
    if scope["type"] != "http":
        return
    if scope["method"] != "GET" or not scope["path"].endswith(ENDING):
        await answer(send, 404)
        return
    if holder is None:
        holder = Holder()
    holder.begin()
    await hold(holder, scope, receive, send)


async def hold(holder: Holder, scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Let one screen listen for as long as it stays and may."""
    screen = Screen(0, 0)
    given = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "ignore")
    holder.screens.add(screen)  # before the question, so that nothing is lost between the two
    leaving = asyncio.create_task(until_gone(receive))
    try:
        (screen.municipality, screen.user), begun = await holder.ask(scope, given)
        screen.last = last_id(begun, int(given) if given.isdecimal() else 0)
        await begin_stream(scope, send)
        await say(send, f"retry: {RETRY_MILLISECONDS}\n\n{begun}")
        telling = asyncio.create_task(keep_telling(holder, screen, scope, send))
        await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await telling
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except Refused as refusal:
        await answer(send, 403 if refusal.status < 400 else refusal.status, scope)
    except httpx.HTTPError:
        await answer(send, 503, scope)
    finally:
        leaving.cancel()
        holder.screens.discard(screen)


async def keep_telling(holder: Holder, screen: Screen, scope: dict[str, Any], send: Send) -> None:
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
            if told is None:
                check_at = 0.0
            elif told["id"] > screen.last:
                screen.last = told["id"]
                await say(send, event(told, screen.user))
        if loop.time() >= check_at:
            try:
                _desk, missed = await holder.ask(scope, str(screen.last))
                failed = 0
            except Refused:
                return
            except httpx.HTTPError:
                missed, failed = "", failed + 1
                if failed >= FAILED_CHECKS:
                    return
            screen.last = last_id(missed, screen.last)
            await say(send, missed)
            check_at = loop.time() + CHECK_SECONDS


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def begin_stream(scope: dict[str, Any], send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"private, no-store"),
        (b"x-accel-buffering", b"no"), (b"x-content-type-options", b"nosniff"), *allowed_origin(scope),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": headers})


def allowed_origin(scope: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """Pages of the web server's own port on the same host may listen; nobody else's."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("ascii", "ignore")
    host = urlsplit(f"//{headers.get(b'host', b'').decode('ascii', 'ignore')}").hostname
    parts = urlsplit(origin)
    with contextlib.suppress(ValueError):
        if host and parts.hostname == host and str(parts.port) == os.environ.get("RAEKODA_PORT", "8000"):
            return [
                (b"access-control-allow-origin", origin.encode()), (b"access-control-allow-credentials", b"true"),
                (b"vary", b"Origin"),
            ]  # fmt: skip
    return []


async def say(send: Send, text: str) -> None:
    if text:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def answer(send: Send, status: int, scope: dict[str, Any] | None = None) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    headers += allowed_origin(scope) if scope else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
