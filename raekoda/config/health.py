"""Whether the installation can serve pages (``/readyz``), and whether all of it works (``/healthz``).

``/livez``, whether a web process answers at all, is not asked of Django (:mod:`raekoda.config.asgi`).
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from raekoda.config.worker import SILENT_SECONDS
from raekoda.platform.core import backup_state, disk
from raekoda.platform.deliveries import crashed_jobs

OK = "ok"
SHOWN = 5
RECHECK_SECONDS = 2
SECONDS_OK = 30
"""How long the migrations count as applied: a newer program may bring the database further while this one runs."""
_migrations: dict[str, Any] = {"state": "", "checked_at": 0.0}


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database is reachable and has the program's migrations, whatever the worker does; else 503."""
    states = {"database": _database()}
    if states["database"] == OK:
        states["migrations"] = _migrations_state()
    return _response(states)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is "ok", else 503; database, migrations, worker, disk and backup each say their state in a word or two."""
    states = {"database": _database()}
    if states["database"] == OK:
        states |= {"migrations": _migrations_state(), "worker": _worker()}
    states |= {"disk": "nearly full" if disk.is_nearly_full() else OK, "backup": _backup()}
    return _response(states)


def _response(states: dict[str, str]) -> JsonResponse:
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
    age = time.monotonic() - _migrations["checked_at"]
    if age > (SECONDS_OK if _migrations["state"] == OK else RECHECK_SECONDS):
        missing, unknown = missing_migrations(), unknown_migrations()
        state = f"{len(unknown)} unknown" if unknown else f"{missing} missing" if missing else OK
        _migrations.update(state=state, checked_at=time.monotonic())
    return str(_migrations["state"])


def missing_migrations(database: BaseDatabaseWrapper | None = None) -> int:
    """How many migrations of the program are not applied to the database (the default one)."""
    loader = MigrationLoader(database or connection)
    return len(set(loader.graph.nodes) - set(loader.applied_migrations))


def unknown_migrations(database: BaseDatabaseWrapper | None = None) -> list[str]:
    """Migrations (``app.name``) applied to the database (the default one) that this program does not have: a newer one made
    them."""
    loader = MigrationLoader(database or connection)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations) - replaced
    return [f"{app}.{name}" for app, name in sorted(unknown)]


def newer_database(database: BaseDatabaseWrapper | None = None) -> str:
    """Why the program does not run on the database, in words, when a newer program has migrated it; else "".

    Raises ``DatabaseError`` when it is unreachable.
    """
    unknown = unknown_migrations(database)
    if not unknown:
        return ""
    shown = ", ".join(unknown[:SHOWN]) + (", …" if len(unknown) > SHOWN else "")
    return (
        f"The database belongs to a newer version of Raekoda: this version does not know {len(unknown)} of its migrations"
        f" ({shown}). Install that version, or restore the backup that was made before the upgrade."
    )


def _backup() -> str:
    """An installation that makes no backups by itself is none of our business: an outside tool may make them."""
    state = backup_state.read(settings.RAEKODA_BACKUPS)
    return "overdue" if state is not None and backup_state.is_overdue(state) else OK


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
