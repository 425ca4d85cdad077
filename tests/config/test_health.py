"""/healthz tells a load balancer and a person whether, and why not, the installation can serve."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from raekoda.config import health, production
from raekoda.platform.core import backup_state, clock
from raekoda.platform.deliveries import crashed_jobs

pytestmark = pytest.mark.django_db
ASIDE = {"disk": "ok", "backup": "ok"}


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health._migrations, "state", "")
    monkeypatch.setitem(health._migrations, "checked_at", 0.0)


def heartbeat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_ready_when_database_migrations_and_worker_are(client: Client) -> None:
    heartbeat(5)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"} | ASIDE


def test_ready_without_a_worker(client: Client) -> None:
    heartbeat(300)
    answer = client.get("/readyz", headers={"host": "any.example"})
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok"}


def test_silent_worker_is_told(rf: RequestFactory) -> None:
    heartbeat(300)
    answer = health.healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert b'"worker": "silent"' in answer.content


def test_missing_migration_is_told(rf: RequestFactory) -> None:
    heartbeat(5)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'server' OR (app = 'core' AND name LIKE '0002%%')")
    for look in (health.healthz, health.readyz):
        answer = look(rf.get("/"))
        assert answer.status_code == 503
        assert b"missing" in answer.content


def test_applied_migrations_are_not_looked_up_again(rf: RequestFactory, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    heartbeat(5)
    health.healthz(rf.get("/healthz"))
    with django_assert_num_queries(3):
        health.healthz(rf.get("/healthz"))


def test_unreachable_database_is_told(rf: RequestFactory) -> None:
    def refuse(*arguments: object) -> None:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        answers = [look(rf.get("/")) for look in (health.healthz, health.readyz)]

    for answer in answers:
        assert answer.status_code == 503
        assert json.loads(answer.content)["database"] == "unreachable"


def test_a_worker_that_dies_again_and_again_is_told(rf: RequestFactory) -> None:
    heartbeat(5)
    with connection.cursor() as cursor:
        for job in (1, 2):
            for _ in range(3):
                cursor.execute(crashed_jobs.COUNT_START, {"job": job, "task": "suggestions.sweep"})
    answer = health.healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert b'"worker": "crash loop"' in answer.content


def test_a_nearly_full_disk_is_told_and_does_not_keep_pages_away(rf: RequestFactory, settings: Any) -> None:
    heartbeat(5)
    settings.RAEKODA_DISK_WARN_MEGABYTES = 10**9
    answer = health.healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert json.loads(answer.content)["disk"] == "nearly full"
    assert health.readyz(rf.get("/readyz")).status_code == 200


def test_an_overdue_backup_is_told(rf: RequestFactory, settings: Any, tmp_path: Path) -> None:
    heartbeat(5)
    settings.RAEKODA_BACKUPS = tmp_path
    with clock.at(clock.now() - timedelta(days=3)):
        backup_state.write(tmp_path)
    backup_state.write(tmp_path, "no space")
    assert json.loads(health.healthz(rf.get("/healthz")).content)["backup"] == "overdue"
    backup_state.write(tmp_path)
    assert json.loads(health.healthz(rf.get("/healthz")).content)["backup"] == "ok"


@pytest.fixture
def newer() -> None:
    """The database of a version that has a migration more."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '0999_future', now())")


def test_a_database_of_a_newer_version_is_told(newer: None, rf: RequestFactory) -> None:
    heartbeat(5)
    for look in (health.healthz, health.readyz):
        answer = look(rf.get("/"))
        assert answer.status_code == 503
        assert json.loads(answer.content)["migrations"] == "1 unknown"


def test_a_newer_version_that_migrates_under_a_running_one_is_noticed(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health.readyz(rf.get("/")).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('newapp', '0001_initial', now())")
    monkeypatch.setitem(health._migrations, "checked_at", -health.SECONDS_OK)
    assert health.readyz(rf.get("/")).status_code == 503


def test_an_older_program_neither_migrates_nor_starts_on_it(newer: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match=r"newer version of Raekoda.*cases\.0999_future"):
        call_command("migrate", stdout=StringIO())
    assert "cases.0999_future" in health.newer_database()


@pytest.mark.parametrize("start", [production.serve, production.work])
def test_serve_and_worker_end_with_a_sentence(
    start: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(production, "_report_problems", lambda: False)
    monkeypatch.setattr(health, "unknown_migrations", lambda database=None: ["cases.0999_future"])
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)  # the test's own connection stays
    monkeypatch.setattr("raekoda.config.web.loaded", lambda: None)
    assert start() == 2
    assert "newer version of Raekoda" in capsys.readouterr().err
