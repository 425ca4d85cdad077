"""The scope of a municipality stays with the job that opened it."""

from __future__ import annotations

from contextvars import copy_context

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import get_scope

from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import current, each_municipality, municipality_scope
from tests.conftest import make_municipality


@pytest.fixture
def two(db: None) -> list[Municipality]:
    return [
        make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu"),
        make_municipality("0171", "Elva vald", "Tartu maakond", "elva"),
    ]


def test_each_municipality_is_open_in_its_turn_and_none_afterwards(two: list[Municipality]) -> None:
    assert [current() for _municipality in each_municipality()] == two
    assert "municipality" not in get_scope()
    for _municipality in each_municipality():
        break
    assert "municipality" not in get_scope()
    with municipality_scope(two[1]):
        assert [current() for _municipality in each_municipality()] == two
        assert current() == two[1]


def test_a_job_that_broke_off_does_not_close_the_scope_of_another(two: list[Municipality]) -> None:
    """The garbage collector ends what is left of a broken job in whichever thread it happens to run."""
    left = each_municipality()
    copy_context().run(next, left)
    with municipality_scope(two[0]):
        left.close()  # type: ignore[attr-defined]
        assert current() == two[0]


def test_unknown_host_is_answered_without_a_query(two: list[Municipality]) -> None:
    assert Client(HTTP_HOST="tartu.localhost").get("/robots.txt").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        for name in ("vale.localhost", "teine-vale.localhost"):
            response = Client(HTTP_HOST=name).get("/")
            assert response.status_code == 404
            assert "Sellel aadressil" in response.content.decode()
    assert len(queries) == 0


def test_a_new_host_is_served_at_once(two: list[Municipality]) -> None:
    client = Client(HTTP_HOST="uus.localhost")
    assert client.get("/robots.txt").status_code == 404
    host = Host.objects.create(municipality=two[0], name="uus.localhost")
    assert client.get("/robots.txt").status_code == 200
    host.delete()
    assert Client(HTTP_HOST="uus.localhost").get("/robots.txt").status_code == 404
