"""The demo's program, loaded once: web server, worker and practice registers are forked from this process, and watched.

The supervisor starts it while the database is being started, and says on its standard input when it may fork.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from raekoda.config.home import port
from raekoda.tools.children import Child, Forked, run_until_stopped, show_name, stop_all

GO = b"go\n"
ADDRESS = os.environ.get("RAEKODA_BIND", "127.0.0.1")


class Stopped(Exception):
    """The supervisor asked to stop."""


def main() -> int:
    """Load, wait for the word, fork, watch until SIGTERM. Returns the exit code."""
    show_name("loaded")
    signal.signal(signal.SIGTERM, _stop)
    children: list[Child] = []
    try:
        children += _children()
        if sys.stdin.buffer.readline() != GO:
            return 1
        run_until_stopped(children)
    except Stopped:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop_all(children)
    return 0


def _children() -> list[Child]:
    """What is forked, with all it needs loaded: nothing is imported, opened or started again in each process."""
    from raekoda.config import web

    application = web.loaded()
    import granian  # noqa: F401
    import procrastinate.contrib.django.procrastinate_app  # noqa: F401

    from raekoda.config.worker import run_worker
    from raekoda.tools import practice

    work = {
        "web": lambda: web.serve(ADDRESS, port(), application),
        "worker": run_worker,
        "xroad": practice.serve,
    }
    return [Child(name, lambda name=name: Forked(name, work[name])) for name in work]  # type: ignore[misc]


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
