"""Two at once: sending, deciding, granting, gathering, marking. Real threads on a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from raekoda.casework.cases.models import Case
from raekoda.casework.letters.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.applications import actions
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Batch, Consent, Decision, Draft, Grant, Payout
from tests.conftest import make_municipality
from tests.registry.benefits.conftest import SCHOOL, make_benefit, make_rule
from tests.selfservice.applications.conftest import IN_WINDOW, SYSTEM, Town, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Town]:
    monkeypatch.setattr(clock.timezone, "now", lambda: IN_WINDOW)
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        benefit = make_benefit(municipality, "koolitoetus", "school", "Koolitoetus")
        rule = make_rule(
            benefit, IN_WINDOW.date().replace(year=2020), amount=50, per="child_year", conditions=SCHOOL,
            apply_from="09-01", apply_to="09-15", pay_by="10-01",
        )  # fmt: skip
        yield build(municipality, rule)


def at_once(town: Town, *acts: Callable[[], Any]) -> list[Any]:
    """What each gives, or the refusal it meets; all start at the same moment, each on a connection of its own."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        with municipality_scope(town.municipality):
            start.wait()
            try:
                results[number] = act()
            except Exception as refusal:
                results[number] = refusal
            finally:
                connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connection.is_usable()
    return results


def test_sent_from_two_tabs_it_is_one(busy: Town) -> None:
    draft = busy.draft(other_parent="38001085718")
    results = at_once(busy, *[lambda: actions.send(draft, actor=busy.parent) for _each in range(6)])
    assert {result.pk for result in results} == {Application.objects.get().pk}
    assert (Case.objects.count(), Consent.objects.count(), Draft.objects.count()) == (1, 1, 0)
    assert Letter.objects.count() == 1


def test_two_begin_the_same_draft(busy: Town) -> None:
    def begin() -> Draft:
        return actions.begin(busy.version, person=busy.child, applicant=busy.mari, actor=busy.parent)

    results = at_once(busy, begin, begin, begin)
    assert {result.pk for result in results} == {Draft.objects.get().pk}


def test_two_officials_draft_at_once(busy: Town) -> None:
    application = busy.sent()

    def draft(actor: Any, words: str) -> Callable[[], Any]:
        return lambda: actions.draft_decision(application, actor=actor, outcome="refused", reasons=words)

    results = at_once(busy, draft(busy.ametnik, "üks"), draft(busy.teine, "kaks"))
    assert sorted(type(result).__name__ for result in results) == ["ApplicationError", "Decision"]
    assert Decision.objects.count() == 1


def test_confirmed_and_sent_back_at_once_only_one_happens(busy: Town) -> None:
    application = busy.sent()
    busy.check_all(application)
    decision = actions.submit(busy.drafted(application), actor=busy.ametnik)
    results = at_once(
        busy,
        lambda: actions.confirm(decision, actor=busy.teine),
        lambda: actions.confirm(decision, actor=busy.owner),
        lambda: actions.send_back(decision, actor=busy.owner, reason="Vaata üle"),
        lambda: actions.withdraw(application, actor=busy.parent),
    )
    assert sum(not isinstance(result, Exception) for result in results) in (1, 2)
    kept = Decision.objects.first()
    made = [result for result in results if isinstance(result, Decision) and result.state == "made"]
    assert len(made) <= 1
    assert Grant.objects.count() == len(made)
    if made:
        assert kept is not None and kept.state == "made"
        assert Application.objects.get().withdrawn_at is None
        assert Letter.objects.filter(key__contains=":decided:").count() == 1


def test_the_same_child_granted_twice_at_once_is_granted_once(busy: Town) -> None:
    decisions = []
    for _each in range(2):
        application = busy.sent()
        busy.check_all(application)
        decisions.append(actions.submit(busy.drafted(application), actor=busy.ametnik))
    results = at_once(busy, *[lambda decision=each: actions.confirm(decision, actor=busy.teine) for each in decisions])
    assert sorted(type(result).__name__ for result in results) == ["ApplicationError", "Decision"]
    assert Grant.objects.count() == 1
    assert Decision.objects.filter(state="made").count() == 1


def test_two_gather_and_nobody_is_on_two_lists(busy: Town) -> None:
    busy.decided()

    def gather(actor: Any) -> Callable[[], Any]:
        return lambda: actions.gather(busy.municipality, due_by=busy.far(), pay_on=busy.far(), actor=actor)

    results = at_once(busy, gather(busy.ametnik), gather(busy.teine), gather(busy.teine))
    assert sorted(type(result).__name__ for result in results) == ["ApplicationError", "ApplicationError", "Batch"]
    assert (Payout.objects.count(), Batch.objects.count()) == (1, 1)
    batch = actions.confirm_batch(Batch.objects.get(), actor=busy.kolmas)
    at_once(busy, *[lambda: actions.mark_paid(batch, actor=busy.ametnik) for _each in range(3)])
    assert Letter.objects.filter(key__contains=":paid:").count() == 1
    with pytest.raises(ApplicationError):
        gather(busy.teine)()


def test_the_database_itself_refuses_a_second_payment(busy: Town) -> None:
    from django.db import IntegrityError, transaction

    decision = busy.decided()
    batch = actions.gather(busy.municipality, due_by=busy.far(), pay_on=busy.far(), actor=busy.ametnik)
    first = batch.payouts.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(
            municipality=busy.municipality, batch=batch, grant=first.grant, amount=1, payee="x", account="y"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            municipality=busy.municipality, application=decision.application, outcome="granted", reasons="x",
            drafted_by=busy.owner.user, drafted_at=IN_WINDOW,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(confirmed_by=decision.drafted_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(confirmed_by=batch.made_by)
    assert SYSTEM
