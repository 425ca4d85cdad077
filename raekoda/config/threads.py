"""Complete requests are answered by the program (WSGI) in a bounded number of threads.

The response is read whole before it is sent, so that a slow reader holds no thread either.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from raekoda.config.bodies import IN_MEMORY, Scope
from raekoda.platform.core.errors import RequestError

Send = Callable[[dict[str, Any]], Awaitable[None]]
PIECE = 256 * 1024
SEND_SECONDS = 60.0
BUSY = "Everybody asks at once just now. Please try again in a moment."


@dataclass
class Response:
    """A response of the program; its body is a file, positioned at its beginning, that is closed once it is sent."""

    status: int
    headers: list[tuple[str, str]]
    body: IO[bytes]

    async def send(self, send: Send) -> None:
        """Send it piece by piece. Raises ``TimeoutError`` when a client takes no piece for :data:`SEND_SECONDS`."""
        with self.body:
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            piece = self.body.read(PIECE)
            while len(piece) == PIECE:
                async with asyncio.timeout(SEND_SECONDS):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = self.body.read(PIECE)
            await send({"type": "http.response.body", "body": piece})


class Threads:
    """Runs a WSGI application in ``number`` threads; at most ``waiting`` more requests wait for one."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], number: int, waiting: int) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(number, thread_name_prefix="request")
        self.limit = number + waiting
        self.active = 0

    async def answer(self, scope: Scope, body: IO[bytes]) -> Response:
        """The program's response to a complete request. Raises :class:`RequestError` (503) when too many wait."""
        if self.active >= self.limit:
            raise RequestError(503, BUSY, retry_after=5)
        self.active += 1
        try:
            work = self.pool.submit(Context().run, self._run, environ(scope, body))
            return await asyncio.wrap_future(work)
        finally:
            self.active -= 1

    def _run(self, environ: dict[str, Any]) -> Response:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            begun.append((status, headers))

        chunks = self.wsgi(environ, start_response)
        body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed by Response.send
        try:
            body.writelines(chunks)
        except BaseException:
            body.close()
            raise
        finally:
            if close := getattr(chunks, "close", None):
                close()
        body.seek(0)
        status, headers = begun[-1]
        return Response(int(status.split(" ", 1)[0]), headers, body)


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """A request of ASGI as WSGI (PEP 3333) has it: text is bytes read as Latin-1."""
    made: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue  # X_Forwarded_For would pass for X-Forwarded-For
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        separator = "; " if key == "HTTP_COOKIE" else ","
        made[key] = f"{made[key]}{separator}{value}" if key in made else value
    return made
