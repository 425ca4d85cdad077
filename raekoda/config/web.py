"""The web server: granian, WSGI. Two processes with one thread each were the fastest on two cores."""

from __future__ import annotations

import os

from raekoda.tools.children import python


def web_command(address: str, port: int) -> list[str]:
    """Command line of the web server; RAEKODA_WEB_WORKERS sets its processes (2)."""
    return python(
        *("-m", "granian", "raekoda.config.wsgi:application", "--interface", "wsgi"),
        *("--host", address, "--port", str(port)),
        *("--workers", os.environ.get("RAEKODA_WEB_WORKERS", "2"), "--blocking-threads", "1"),
        *("--backlog", "1024", "--log-level", "warning", "--no-ws", "--http", "1"),
        *("--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "5"),
    )


def live_command(address: str, port: int) -> list[str]:
    """Command line of the process of the phone desk's streams (:mod:`raekoda.channels.calls.holder`): one, without threads."""
    return python(
        *("-m", "granian", "raekoda.channels.calls.holder:application", "--interface", "asginl"),
        *("--host", address, "--port", str(port)),
        *(
            "--workers",
            "1",
            "--backlog",
            "4096",
            "--backpressure",
            "20000",
            "--log-level",
            "warning",
            "--no-ws",
            "--http",
            "1",
        ),
        *("--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "2"),
    )
