"""Two officials who change the same cases at once, through HTTP, each on a connection of their own."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases.models import Case, Status
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import locks
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def sign_in(municipality: Municipality, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(municipality, name, Role.OFFICIAL))
    return client


def join(client: Client, case: Case, into: Case) -> Any:
    with municipality_scope(case.municipality):
        seen = Case.objects.get(pk=case.pk).updated_at.isoformat()
    return client.post(f"/toolaud/juhtum/{case.number}/liidan/", {"into": into.number, "seen": seen})


def test_two_join_two_cases_to_each_other_at_once(municipality: Municipality, make_case: Any) -> None:
    clients = [sign_in(municipality, name) for name in ("esimene", "teine")]
    for _round in range(ROUNDS):
        first, second = make_case(), make_case()
        gate, answers = threading.Barrier(2), [0, 0]

        def run(number: int, case: Case, into: Case, gate: Any = gate, answers: list[int] = answers) -> None:
            try:
                gate.wait(10)
                answers[number] = join(clients[number], case, into).status_code
            finally:
                connections.close_all()

        pairs = ((0, first, second), (1, second, first))
        threads = [threading.Thread(target=run, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(answers) == [302, 422]
        statuses = {each.status for each in Case.objects.filter(pk__in=(first.pk, second.pk))}
        assert len(statuses) == 2 and Status.MERGED in statuses


def test_a_deadlock_is_answered_in_words(municipality: Municipality, make_case: Any) -> None:
    low, high = make_case(), make_case()
    client, answers = sign_in(municipality, "esimene"), []

    def run() -> None:
        try:
            answers.append(join(client, low, high))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL deadlock_timeout = '60s'")  # the other transaction is the one that is given up
        cursor.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [high.pk])
        thread.start()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0]:
                break
            time.sleep(0.02)
        cursor.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [low.pk])
    thread.join(30)
    assert answers[0].status_code == 409
    assert "samal hetkel" in answers[0].content.decode()
    assert Case.objects.get(pk=low.pk).status != Status.MERGED


def test_no_row_is_locked_while_a_page_is_rendered(
    municipality: Municipality, make_case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from raekoda.casework.cases.desk import case as page

    rendered, render = [], page.render_case

    def watch(*args: Any, **kwargs: Any) -> Any:
        rendered.append(connection.in_atomic_block)
        return render(*args, **kwargs)

    monkeypatch.setattr(page, "render_case", watch)
    case, client = make_case(), sign_in(municipality, "esimene")
    client.post(f"/toolaud/juhtum/{case.number}/vastan/", {"insert": "1", "text": "x"})
    client.post(f"/toolaud/juhtum/{case.number}/vastan/", {"text": ""})
    client.post(f"/toolaud/juhtum/{case.number}/vastan/", {"text": "x", "outcome": "solved", "seen": "2020-01-01"})
    assert rendered == [False, False, False]


def test_rows_of_several_tables_are_locked_in_one_order(municipality: Municipality, make_case: Any) -> None:
    first, second = make_case(), make_case()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        locks.lock(second, municipality, first)
    tables = [query["sql"].split(" FROM ")[1].split('"')[1] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    assert tables == ["core_municipality", "cases_case"]
    assert f"IN ({first.pk}, {second.pk}) ORDER BY 1 ASC" in asked[-1]["sql"]
