"""Whether the installation can serve pages (``/readyz``), and whether all of it works (``/healthz``).

``/livez``, whether a web process answers at all, is not asked of Django (:mod:`raekoda.config.asgi`).
"""

from __future__ import annotations

import time
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from raekoda.config.worker import SILENT_SECONDS
from raekoda.platform.deliveries import crashed_jobs

OK = "ok"
SECONDS_BETWEEN_LOOKS = 2
_migrations: dict[str, Any] = {"state": "", "looked_at": 0.0}


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database is reachable and has the program's migrations, whatever the worker does; else 503."""
    states = {"database": _database()}
    if states["database"] == OK:
        states["migrations"] = _migrations_state()
    return _answer(states)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and worker are all "ok", else 503; each says its state in a word or two."""
    states = {"database": _database()}
    if states["database"] == OK:
        states |= {"migrations": _migrations_state(), "worker": _worker()}
    return _answer(states)


def _answer(states: dict[str, str]) -> JsonResponse:
    ready = all(state == OK for state in states.values())
    answer = JsonResponse({"status": OK if ready else "not ready", **states}, status=200 if ready else 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # to say "not yet" is no error of the program
    return answer


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return OK


def _migrations_state() -> str:
    """Once all are applied the answer is kept: a running program's migrations do not change."""
    recently = time.monotonic() - _migrations["looked_at"] < SECONDS_BETWEEN_LOOKS
    if _migrations["state"] != OK and not recently:
        missing = missing_migrations()
        _migrations.update(state=f"{missing} missing" if missing else OK, looked_at=time.monotonic())
    return str(_migrations["state"])


def missing_migrations(database: BaseDatabaseWrapper | None = None) -> int:
    """How many migrations of the program are not applied to the database (the default one)."""
    loader = MigrationLoader(database or connection)
    return len(set(loader.graph.nodes) - set(loader.applied_migrations))


def _worker() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s))",
                [SILENT_SECONDS],
            )
            (alive,) = cursor.fetchone()
        looping = crashed_jobs.is_crash_loop()
    except DatabaseError:
        return "no queue"
    if looping:
        return "crash loop"
    return OK if alive else "silent"
