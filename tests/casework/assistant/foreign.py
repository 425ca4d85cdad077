"""A page of another site, on another port, that carries the widget by one script tag."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="et"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Näidisküla selts</title><link rel="stylesheet" href="/page.css"><link rel="icon" href="data:,"></head>
<body><main><h1>Näidisküla selts</h1><p>Kevadtalgud on tulekul.</p></main>
<script src="{site}/abiline/vidin.js" defer data-language="et"></script></body></html>"""
STYLES = "button { background: red !important; font-size: 60px !important } iframe, dialog { display: none !important }"


@contextmanager
def foreign_site(site: str) -> Iterator[str]:
    """Serve the page; gives its address. Its own styles would make any button red and hide any dialog. Its policy lets in
    scripts and frames of ``site`` alone, and no inline styles."""
    policy = f"default-src 'self'; script-src {site}; frame-src {site}; img-src data:"
    answers = {"/": ("text/html", PAGE.format(site=site)), "/page.css": ("text/css", STYLES)}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = answers[self.path]
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
