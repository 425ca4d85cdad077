"""A small WSGI application for the tests of the web server: it says what it was asked, waits, answers at length."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SHOWN = (
    "REQUEST_METHOD",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "REMOTE_ADDR",
    "SERVER_PROTOCOL",
)
LARGE = 20 * 1024 * 1024
PIECE = b"x" * 65536
together = threading.Barrier(2)
seen: list[str] = []


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    seen.append(path)
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Answered-By", "echo")])
    if path == "/large":
        return _large()
    if path == "/together":
        together.wait(30)
    if path == "/wait":
        while not Path(os.environ["ECHO_GO"]).exists():
            time.sleep(0.05)
    if path == "/seen":
        return [json.dumps(seen).encode()]
    body = environ["wsgi.input"].read()
    told = {name: value for name, value in environ.items() if name in SHOWN or name.startswith("HTTP_")}
    return [json.dumps({**told, "size": len(body), "digest": hashlib.sha256(body).hexdigest()}).encode()]


def _large() -> Iterator[bytes]:
    for _ in range(LARGE // len(PIECE)):
        yield PIECE
