"""Concurrent actions: real threads, real connections, real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from raekoda.casework.cases import actions
from raekoda.casework.cases.actions import TransitionNotAllowed
from raekoda.casework.cases.models import Case, Follower, Message, Outcome, Status
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

pytestmark = pytest.mark.django_db(transaction=True)


def together(municipality: Municipality, *acts: Callable[[], Any]) -> list[Any]:
    """Run all concurrently, each in a thread with its own connection; the results or exceptions."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            with municipality_scope(municipality):
                gate.wait(10)
                results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_of_two_concurrent_answers_the_second_fails(municipality, make_case, official) -> None:
    case = make_case()

    results = together(
        municipality,
        *(
            lambda text=text: actions.answer(fresh(case), text=text, outcome=Outcome.SOLVED, actor=official)
            for text in ("Esimene", "Teine", "Kolmas")
        ),
    )

    refused = [result for result in results if isinstance(result, TransitionNotAllowed)]
    assert len(refused) == 2
    assert all("closed" in error.message or "suletud" in error.message for error in refused)
    assert Message.objects.filter(case=case, kind="answer").count() == 1
    assert [line.action for line in history(case)] == ["cases.open", "cases.answer"]


def test_two_cases_merged_into_each_other_make_no_ring(municipality, make_case, official) -> None:
    for _ in range(5):
        one, other = make_case(), make_case()
        results = together(
            municipality,
            lambda one=one, other=other: actions.merge(fresh(one), into=fresh(other), actor=official),
            lambda one=one, other=other: actions.merge(fresh(other), into=fresh(one), actor=official),
        )
        assert sum(isinstance(result, TransitionNotAllowed) for result in results) == 1, results
        assert {fresh(one).status, fresh(other).status} == {Status.MERGED, Status.NEW}


def test_chain_of_merges_at_once_ends_at_an_open_case(municipality, make_case, official) -> None:
    for _ in range(5):
        a, b, c = make_case(), make_case(), make_case()
        results = together(
            municipality,
            lambda a=a, b=b: actions.merge(fresh(a), into=fresh(b), actor=official),
            lambda b=b, c=c: actions.merge(fresh(b), into=fresh(c), actor=official),
            lambda c=c, a=a: actions.merge(fresh(c), into=fresh(a), actor=official),
        )
        assert all(isinstance(result, (Case, TransitionNotAllowed)) for result in results), results
        for case in map(fresh, (a, b, c)):
            if case.status == Status.MERGED:
                assert case.merged_into.status != Status.MERGED


def test_concurrently_opened_cases_have_distinct_numbers(municipality, make_case) -> None:
    cases = together(municipality, *(make_case for _ in range(8)))

    assert len({case.number for case in cases}) == 8
    assert len({case.token for case in cases}) == 8


def test_same_foreign_report_sent_at_once_is_one_case(municipality, make_case) -> None:
    cases = together(municipality, *(lambda: make_case(external_source="konstanz", external_id="17") for _ in range(4)))

    assert len({case.pk for case in cases}) == 1
    assert Case.objects.count() == 1


def test_same_address_follows_once(municipality, make_case, lights) -> None:
    case = make_case(service=lights)
    followers = together(municipality, *(lambda: actions.follow(fresh(case), email="j@example.ee") for _ in range(4)))

    assert len({follower.pk for follower in followers}) == 1
    assert Follower.objects.count() == 1


def test_concurrent_notes_are_all_stored(municipality, make_case, operator: Actor) -> None:
    case = make_case()
    together(
        municipality, *(lambda n=n: actions.note(fresh(case), text=f"Märge {n}", actor=operator) for n in range(6))
    )

    assert case.messages.filter(kind="note").count() == 6
    assert history(case).count() == 7
