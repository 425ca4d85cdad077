"""A chat endpoint on this machine: records requests and returns configured responses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint:
    """``says`` is the model's text; ``status``, ``body`` and ``hangs`` make it fail; ``received`` are the bodies it got."""

    def __init__(self) -> None:
        self.says = ""
        self.status = 200
        self.body: bytes | None = None
        self.hangs = threading.Event()
        self.hangs.set()
        self.received: list[dict[str, Any]] = []
        self.url = ""

    @property
    def data(self) -> dict[str, Any]:
        """Question and passages of the last request."""
        return json.loads(self.received[-1]["messages"][1]["content"])

    def answer(self) -> bytes:
        if self.body is not None:
            return self.body
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": self.says}}]}).encode()


@contextmanager
def chat_endpoint() -> Iterator[Endpoint]:
    """Serve one on a free port until the block ends."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            endpoint.received.append(json.loads(self.rfile.read(length)))
            endpoint.hangs.wait(20)
            self.send_response(endpoint.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Authorization-Seen", self.headers.get("Authorization", ""))
            self.end_headers()
            try:
                self.wfile.write(endpoint.answer())
            except OSError:
                return

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        endpoint.hangs.set()
        server.shutdown()
        thread.join()
        server.server_close()
