"""/healthz tells a load balancer and a person whether, and why not, the installation can serve."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from raekoda.config import health
from raekoda.platform.deliveries import crashed_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health._migrations, "state", "")
    monkeypatch.setitem(health._migrations, "looked_at", 0.0)


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
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"}


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
        assert answer.content == b'{"status": "not ready", "database": "unreachable"}'


def test_a_worker_that_dies_again_and_again_is_told(rf: RequestFactory) -> None:
    heartbeat(5)
    with connection.cursor() as cursor:
        for job in (1, 2):
            for _ in range(3):
                cursor.execute(crashed_jobs.COUNT_START, {"job": job, "task": "suggestions.sweep"})
    answer = health.healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert b'"worker": "crash loop"' in answer.content
