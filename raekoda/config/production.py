"""``raekoda serve`` and ``worker``: production. They start only with settings of its own, never with the demo's."""

from __future__ import annotations

import contextlib
import os
import sys

from raekoda.config.home import home, port
from raekoda.tools.demo_secrets import NAMES, is_demo

REQUIRED = {
    "DATABASE_URL": "address of the PostgreSQL service, postgresql://user:password@host/database",
    "RAEKODA_HOME": "folder for uploads and gathered static files",
    "RAEKODA_SECRET_KEY": "at least 50 random characters, kept secret",
    "RAEKODA_BASE_DOMAIN": "domain under which municipalities get their hosts, for example linnad.example.ee",
    "RAEKODA_SMTP_URL": "mail server, smtp://user:password@host:587",
    "RAEKODA_MAIL_FROM": "sender's address of letters",
}
SHORTEST_KEY = 50


def find_problems() -> list[str]:
    """What keeps this environment from being production; empty when it may serve."""
    found = [f"{name} is not set: {meaning}" for name, meaning in REQUIRED.items() if not os.environ.get(name)]
    key = os.environ.get("RAEKODA_SECRET_KEY", "")
    if key and len(key) < SHORTEST_KEY:
        found.append(f"RAEKODA_SECRET_KEY is too short: {REQUIRED['RAEKODA_SECRET_KEY']}")
    if os.environ.get("RAEKODA_BASE_DOMAIN", "").endswith("localhost"):
        found.append("RAEKODA_BASE_DOMAIN is this machine itself: name the public domain")
    for name in ("RAEKODA_DEMO", "RAEKODA_DEBUG"):
        if os.environ.get(name, "") not in {"", "0"}:
            found.append(f"{name} is set: it is for trying out only")
    if os.environ.get("RAEKODA_HOME") and is_demo(home()):
        found.append(f"{home()} belongs to a demo, whose secrets and logins are known: name another RAEKODA_HOME")
        demo_keys = {(home() / "secrets" / name).read_text().strip() for name in NAMES}
        if key in demo_keys:
            found.append("RAEKODA_SECRET_KEY is the demo's: make a new one")
    return found


def serve() -> int:
    """Run the web server in this process and those it forks, or say what is missing (exit code 2)."""
    if _report_problems():
        return 2
    from raekoda.config import web

    application = web.loaded()
    if _is_older_than_database():
        return 2
    web.serve(os.environ.get("RAEKODA_BIND", "127.0.0.1"), port(), application)
    return 0


def work() -> int:
    """Run the worker in a process that is started again when it ends, or say what is missing (exit code 2)."""
    if _report_problems():
        return 2
    from raekoda.config.loading import load

    load()
    if _is_older_than_database():
        return 2
    from raekoda.config.worker import run_worker
    from raekoda.tools.children import Child, Forked, run_until_stopped

    run_until_stopped([Child("worker", lambda: Forked("worker", run_worker))])
    return 0


def _is_older_than_database() -> bool:
    """Say so when a newer version has migrated the database; one that is unreachable is waited for by what starts."""
    from django.db import DatabaseError, connections

    from raekoda.config.health import newer_database

    reason = ""
    with contextlib.suppress(DatabaseError):
        reason = newer_database()
    connections.close_all()  # processes are forked from this one; a connection belongs to one process
    if reason:
        print(f"Raekoda does not start: {reason}", file=sys.stderr)
    return bool(reason)


def _report_problems() -> bool:
    found = find_problems()
    if found:
        print(
            "Raekoda does not start in production:",
            *(f"- {problem}" for problem in found),
            sep="\n",
            file=sys.stderr,
        )
    return bool(found)
