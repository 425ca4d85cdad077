"""The scope of a municipality stays with the job that opened it."""

from __future__ import annotations

from contextvars import copy_context

import pytest
from django_scopes import get_scope

from raekoda.platform.core.models import Municipality
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
