"""Periodic jobs for every municipality: an error in one does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import MunicipalitiesFailed, for_each_municipality
from raekoda.platform.core.tenancy import current
from tests.jobs import run_for_each

pytestmark = pytest.mark.django_db
done: list[str] = []
broken: dict[str, Exception] = {}
idle: set[str] = set()


def work(municipality: Municipality) -> None:
    """Work of a test."""
    assert current() == municipality
    if municipality.code in broken:
        raise broken[municipality.code]
    done.append(municipality.code)


own_jobs = for_each_municipality(
    "tests.own_jobs", cron="0 0 1 1 *", periodic_id="tests_own", has_work=lambda: current().code not in idle
)(work)
in_turn = for_each_municipality("tests.in_turn", cron="0 0 1 1 *", periodic_id="tests_in_turn", in_turn=True)(work)


@pytest.fixture(autouse=True)
def _two(municipality: Municipality, other_municipality: Municipality) -> Iterator[None]:
    yield
    done.clear()
    broken.clear()
    idle.clear()


def test_each_municipality_gets_a_job_of_its_own() -> None:
    assert run_for_each(own_jobs) == 2
    assert done == ["0793", "0171"]


def test_no_second_job_waits_for_the_same_municipality() -> None:
    own_jobs(0)
    own_jobs(0)
    assert ProcrastinateJob.objects.filter(task_name="tests.own_jobs").count() == 2
    assert len(set(ProcrastinateJob.objects.values_list("lock", flat=True))) == 1  # one of them runs at a time


def test_a_municipality_without_work_gets_none() -> None:
    idle.add("0793")
    assert run_for_each(own_jobs) == 1
    assert done == ["0171"]


def test_in_turn_an_error_stops_no_other_and_the_job_says_which_failed() -> None:
    broken["0793"] = ValueError("bad data")
    with pytest.raises(MunicipalitiesFailed, match="0793"):
        in_turn(0)
    assert done == ["0171"]


def test_a_lost_database_stops_all_at_once() -> None:
    broken["0793"] = OperationalError("connection lost")
    with pytest.raises(OperationalError):
        in_turn(0)
    assert done == []
