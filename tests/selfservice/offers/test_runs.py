"""A rule is tried over the data before it is released; the real run offers exactly what the trial counted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Role, User
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.offers import actions, runs, tasks
from raekoda.selfservice.offers.errors import OfferError
from raekoda.selfservice.offers.models import Offer, OfferRule, Purpose, Refusal, Run
from tests.jobs import run_for_each
from tests.selfservice.offers.conftest import SYSTEM, adult_code, agree, finish, in_class, known, released

Family = Callable[..., tuple[Person, Person]]
Staff = Callable[..., User]


def people(family: Family, purpose: Purpose) -> None:
    """One of every kind: entitled, lives elsewhere, class not known, no consent, too old."""
    family(consents=purpose)
    family(home="0171", consents=purpose)
    family(grade=None, consents=purpose)
    family()
    family(grade=5, consents=purpose)


@pytest.mark.usefixtures("at_time")
def test_a_trial_counts_and_offers_nothing(drafted: OfferRule, family: Family, purpose: Purpose, staff: Staff) -> None:
    people(family, purpose)
    actions.try_rule(drafted, actor=Actor.staff(drafted.changed_by))  # type: ignore[arg-type]
    trial = finish(drafted)
    assert trial.counts == {
        "yes": 1, "maybe": 0, "no": 2, "unknown": 1, "no_consent": 1, "refused": 0, "applied": 0, "amount": "50.00",
    }  # fmt: skip
    assert [(reason["kind"], reason["count"]) for reason in trial.reasons] == [
        ("child_registered_here", 1), ("child_in_class", 1), ("child_in_class", 1)
    ]  # fmt: skip
    assert not Offer.objects.exists()
    kept = str([trial.counts, trial.reasons, trial.sample, list(JournalEntry.objects.values_list("data", "reason"))])
    assert not any(words in kept for words in ("Nimi", "48003011006", "61709210125"))


@pytest.mark.usefixtures("at_time")
def test_the_release_does_what_the_trial_counted(
    drafted: OfferRule, family: Family, purpose: Purpose, staff: Staff
) -> None:
    people(family, purpose)
    released(drafted, staff("priit"))
    real = finish(drafted)
    trial = Run.objects.get(is_test=True)
    assert (real.counts, real.reasons, real.sample) == (trial.counts, trial.reasons, trial.sample)
    (offer,) = Offer.objects.all()
    assert (offer.amount, offer.period, offer.subject.family_name) == (Decimal(50), "2026", "Nimi0")
    assert offer.apply_to == date(2026, 9, 15)
    assert "child_class" in offer.facts_used


def test_out_of_season_a_trial_looks_ahead_and_a_run_offers_nothing(
    drafted: OfferRule, family: Family, purpose: Purpose, staff: Staff
) -> None:
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=clock.TALLINN)):
        family(consents=purpose)
        actions.try_rule(drafted, actor=Actor.staff(drafted.changed_by))  # type: ignore[arg-type]
        trial = finish(drafted)
        assert (trial.day, trial.counts["yes"]) == (date(2027, 8, 18), 1)
        actions.release(drafted, actor=Actor.staff(staff("priit")))
        assert finish(drafted).counts["yes"] == 0
        assert not Offer.objects.exists()


@pytest.mark.usefixtures("at_time")
def test_whoever_drafts_does_not_release_and_nothing_goes_untried(drafted: OfferRule, staff: Staff) -> None:
    anu, priit = drafted.changed_by, staff("priit")
    assert anu is not None
    with pytest.raises(OfferError):
        actions.release(drafted, actor=Actor.staff(priit))
    actions.try_rule(drafted, actor=Actor.staff(anu))
    with pytest.raises(OfferError):
        actions.release(drafted, actor=Actor.staff(priit))
    finish(drafted)
    with pytest.raises(OfferError):
        actions.release(drafted, actor=Actor.staff(anu))
    actions.save_rule(drafted, actor=Actor.staff(anu))
    with pytest.raises(OfferError):
        actions.release(drafted, actor=Actor.staff(priit))
    released(drafted, priit)
    drafted.refresh_from_db()
    with pytest.raises(OfferError):
        actions.save_rule(drafted, actor=Actor.staff(anu))
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferRule.objects.update(released_by=anu)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.SERVICE_OWNER, True), (Role.ADMINISTRATOR, True), (Role.EDITOR, False),
                      (Role.OFFICIAL, False), (Role.OPERATOR, False), (Role.ANALYST, False), (None, False)],
)  # fmt: skip
def test_who_may_draft_try_release_and_stop(drafted: OfferRule, staff: Staff, role: Role | None, may: bool) -> None:
    actor = Actor.staff(staff("keegi", role)) if role else Actor.resident()
    for verb in (actions.save_rule, actions.try_rule, actions.release, actions.stop):
        try:
            verb(drafted, actor=actor)
        except PermissionDenied:
            assert not may, verb.__name__
        except OfferError:
            assert may, verb.__name__
        else:
            assert may, verb.__name__


def test_registers_are_asked_only_with_consent(drafted: OfferRule) -> None:
    drafted.asks_registers, drafted.needs_consent = True, False
    with pytest.raises(ValidationError):
        actions.save_rule(drafted, actor=Actor.staff(drafted.changed_by))  # type: ignore[arg-type]


def test_running_again_offers_nothing_twice(rule: OfferRule, family: Family, purpose: Purpose) -> None:
    family(consents=purpose)
    finish(rule)
    for _ in range(2):
        actions.begin_run(rule)
        tasks.run(rule.municipality_id, Run.objects.latest("pk").pk)
        finish(rule)
    assert Offer.objects.count() == 1
    assert JournalEntry.objects.filter(action="offers.offer").count() == 1


def test_what_is_no_longer_so_is_withdrawn_and_comes_back(
    rule: OfferRule, family: Family, purpose: Purpose, areas: dict[str, Area]
) -> None:
    _parent, child = family(consents=purpose)
    finish(rule)
    persons.set_residence(child, SYSTEM, address="", area=areas["0171"], source="register")
    actions.begin_run(rule)
    finish(rule)
    assert Offer.objects.get().state == "withdrawn"
    persons.set_residence(child, SYSTEM, address="", area=areas["0793"], source="register")
    actions.begin_run(rule)
    finish(rule)
    assert Offer.objects.get().state == "open"
    persons.set_residence(child, SYSTEM, address="", area=areas["0793"], source="person")
    actions.begin_run(rule)
    finish(rule)
    assert Offer.objects.get().state == "open", "what is not known any more is not untrue"
    with clock.at(datetime(2026, 9, 20, 9, tzinfo=clock.TALLINN)):
        actions.begin_run(rule)
        finish(rule)
    assert Offer.objects.get().state == "withdrawn", "its time is over"


def test_stopping_withdraws_and_a_late_job_does_nothing(rule: OfferRule, family: Family, purpose: Purpose) -> None:
    family(consents=purpose)
    finish(rule)
    late = actions.begin_run(rule)
    assert late is not None
    actions.stop(rule, actor=Actor.staff(rule.changed_by))  # type: ignore[arg-type]
    actions.stop(rule, actor=Actor.staff(rule.changed_by))  # type: ignore[arg-type]
    assert Offer.objects.get().state == "withdrawn"
    tasks.run(rule.municipality_id, late.pk)
    late.refresh_from_db()
    assert late.finished_at is None
    assert actions.begin_run(rule) is None
    assert Offer.objects.get().state == "withdrawn"


@pytest.mark.parametrize("change", ["stop", "withdraw", "decline"])
def test_what_changes_while_a_run_goes_on_is_heeded(
    change: str, rule: OfferRule, family: Family, purpose: Purpose, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, child = family(consents=purpose)
    actor = Actor.resident(person_id=parent.pk, subject_id=parent.pk)
    judged = runs._judged

    def meanwhile(*given: Any) -> Any:
        found = judged(*given)
        if change == "stop":
            actions.stop(rule, actor=Actor.staff(rule.changed_by))  # type: ignore[arg-type]
        elif change == "withdraw":
            actions.withdraw_consent(purpose, parent, actor=actor)
        else:
            Refusal.objects.create(
                municipality=rule.municipality, person=parent, subject=child, benefit=rule.benefit, at=clock.now()
            )
        return found

    monkeypatch.setattr(runs, "_judged", meanwhile)
    made = finish(rule)
    assert not Offer.objects.exists()
    assert not Look.objects.filter(person=child).exists()
    assert (made.finished_at is None) == (change == "stop")
    if change != "stop":
        assert made.counts["no_consent" if change == "withdraw" else "refused"] == 1


def test_the_tracker_shows_each_look_of_the_program_once_a_period(
    rule: OfferRule, family: Family, purpose: Purpose
) -> None:
    parent, child = family(consents=purpose)
    stranger, stranger_child = family()
    for _ in range(2):
        actions.begin_run(rule)
        finish(rule)
    for person in (parent, child):
        (look,) = Look.objects.filter(person=person)
        assert (look.action, look.by_words) == ("offers.run", "Raekoda")
        assert "Koolitoetus" in look.purpose
    assert not Look.objects.filter(person__in=[stranger, stranger_child]).exists(), "no consent, no look"


def test_a_death_is_offered_to_whom_the_city_knows(
    municipality: Municipality, funeral: BenefitRule, areas: dict[str, Area], staff: Staff
) -> None:
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=clock.TALLINN)):
        dead, grown, minor, guardian, former = (
            known(municipality, code, "Nimi", name)
            for code, name in ((adult_code(1), "Lahkunu"), ("39905010003", "Poeg"), ("61709210125", "Tütar"),
                               (adult_code(2), "Eestkostja"), (adult_code(3), "Endine"))
        )  # fmt: skip
        persons.set_residence(dead, SYSTEM, address="", area=areas["0793"], source="register")
        for child in (grown, minor):
            persons.save_representation(dead, child, Representation.Kind.PARENT, actor=SYSTEM, source="register")
        persons.save_representation(
            guardian,
            dead,
            Representation.Kind.GUARDIAN,
            actor=SYSTEM,
            source="register",
            valid_from=date(2025, 1, 1),
            valid_to=date(2030, 1, 1),
        )
        persons.save_representation(
            former, dead, Representation.Kind.MANDATE, actor=SYSTEM, source="staff",
            valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1),
        )  # fmt: skip
        persons.record_death(dead, SYSTEM, died_on=date(2026, 11, 18))
        rule = OfferRule(municipality=municipality, benefit=funeral.benefit, about="death", needs_consent=False)
        actions.save_rule(rule, actor=Actor.staff(staff("anu")))
        released(rule, staff("priit"))
        made = finish(rule)
    assert {offer.person for offer in Offer.objects.all()} == {grown, guardian}
    assert made.counts["maybe"] == 2, "whether one pays only the person can tell"
    assert {offer.subject for offer in Offer.objects.all()} == {dead}


@pytest.mark.usefixtures("at_time")
def test_a_run_asks_as_often_for_three_families_as_for_thirty(
    drafted: OfferRule, municipality: Municipality, areas: dict[str, Area]
) -> None:
    counts = []
    for number in range(33):
        parent, child = (known(municipality, code, "Nimi", str(number)) for code in _pair(number))
        persons.save_representation(parent, child, Representation.Kind.PARENT, actor=SYSTEM, source="register")
        if number in (2, 32):
            actions.try_rule(drafted, actor=Actor.staff(drafted.changed_by))  # type: ignore[arg-type]
            with CaptureQueriesContext(connection) as asked:
                finish(drafted)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def _pair(number: int) -> tuple[str, str]:
    body = f"517010{1 + number % 9}{number + 100:03d}"
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)):
        last = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
        if last < 10:
            break
    return adult_code(number), f"{body}{last % 10}"


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_offer_once(rule: OfferRule, family: Family, purpose: Purpose) -> None:
    parent, child = family(consents=purpose)
    begun = [actions.begin_run(rule) for _ in range(4)]
    ready = threading.Barrier(len(begun))
    failed: list[BaseException] = []

    def work(made: Run | None) -> None:
        try:
            with municipality_scope(rule.municipality), clock.at(datetime(2026, 9, 3, 9, tzinfo=clock.TALLINN)):
                ready.wait(20)
                assert made is not None
                runs.execute(Run.objects.select_related("rule__benefit", "rule__purpose").get(pk=made.pk))
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(made,)) for made in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    (offer,) = Offer.objects.all()
    assert offer.state == "open"
    for person in (parent, child):
        assert Look.objects.filter(person=person, action="offers.run").count() == 1


def test_another_municipality_is_not_looked_at(
    rule: OfferRule, family: Family, purpose: Purpose, other_municipality: Municipality
) -> None:
    family(consents=purpose)
    with municipality_scope(other_municipality):
        assert not OfferRule.objects.exists()
        persons.get_or_create_person(other_municipality, code="61709210125", given_name="Teine", actor=SYSTEM)
        run_for_each(tasks.daily)
    finish(rule)
    with municipality_scope(other_municipality):
        assert not Offer.objects.exists() and not Look.objects.exists()


def test_the_class_that_was_not_known_is_asked_with_consent_only(
    drafted: OfferRule, family: Family, purpose: Purpose, staff: Staff, at_time: Any
) -> None:
    from raekoda.identity.registers.models import Query

    drafted.asks_registers = True
    actions.save_rule(drafted, actor=Actor.staff(drafted.changed_by))  # type: ignore[arg-type]
    parent, child = family(grade=None, consents=purpose)
    family(grade=None)
    released(drafted, staff("priit"))
    assert finish(drafted).counts["unknown"] == 1, "no register is connected: not known, never guessed"
    assert not Query.objects.exists()
    in_class(child, 1)
    actions.begin_run(drafted)
    assert finish(drafted).counts["yes"] == 1
    agree(parent, purpose)
