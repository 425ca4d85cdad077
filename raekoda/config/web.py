"""The web server: granian, whose processes are forked from one that has loaded the program."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, cast

from raekoda.tools.children import python

CONNECTIONS = 10_000
HEADER_SECONDS = 15
WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]


def web_command(address: str, port: int, application: str = "raekoda.config.wsgi:application") -> list[str]:
    """Command line of the web server for a WSGI application."""
    return python("-m", "raekoda.config.web", address, str(port), application)


def loaded(application: str = "raekoda.config.wsgi:application") -> WSGI:
    """The WSGI application named ``module:name``. Processes are forked after this, so it must open no connection."""
    module, _, name = application.partition(":")
    return cast(WSGI, getattr(import_module(module), name))


def serve(address: str, port: int, wsgi: WSGI) -> None:
    """Serve a WSGI application that is loaded already, until SIGTERM; RAEKODA_WEB_WORKERS sets the number of processes (2)."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from raekoda.config.asgi import Application

    multiprocessing.set_start_method("fork", force=True)
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    server = Granian(
        "raekoda.config.asgi:Application",
        address=address,
        port=port,
        interface=Interfaces.ASGINL,
        workers=int(os.environ.get("RAEKODA_WEB_WORKERS", "2")),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=5,
    )
    server.serve(target_loader=lambda: Application(wsgi), wrap_loader=False)


def main() -> None:
    """``python -m raekoda.config.web ADDRESS PORT MODULE:APPLICATION``."""
    address, port, application = sys.argv[1:]
    serve(address, int(port), loaded(application))


if __name__ == "__main__":
    main()
