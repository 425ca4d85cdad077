"""A rule that offers the school allowance to parents, one that offers the funeral benefit; people of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.places.models import Area
from raekoda.identity.registers.models import KeptAnswer
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.selfservice.offers import actions, runs
from raekoda.selfservice.offers.models import OfferRule, Purpose, Run
from tests.registry.benefits.conftest import make_benefit, make_rule

SYSTEM = Actor.system()
IN_TIME = datetime(2026, 9, 3, 9, 0, tzinfo=clock.TALLINN)
CHILDREN = ("61709210125", "51803159997", "51709210135", "61901010003", "51901010013")
SCHOOL = [
    {"kind": "child_in_class", "from": 1, "to": 3}, {"kind": "child_registered_here"}, {"kind": "parent_registered_here"},
]  # fmt: skip


@pytest.fixture
def at_time() -> Any:
    """The first days of September, when one applies for the school allowance."""
    with clock.at(IN_TIME):
        yield


@pytest.fixture
def areas(municipality: Municipality) -> dict[str, Area]:
    """Two settlements in their municipalities."""
    made = {}
    for code, name in (("0793", "Tartu linn"), ("0171", "Elva vald")):
        parent = Area.objects.create(kind="municipality", code=code, name=name)
        made[code] = Area.objects.create(kind="settlement", code=f"8{code}", name=name, parent=parent)
    return made


@pytest.fixture
def staff(municipality: Municipality) -> Callable[..., User]:
    """Makes an official of a role."""

    def make(name: str, role: Role = Role.SERVICE_OWNER) -> User:
        user = User.objects.create_user(username=name, password="pikk-parool-1", first_name=name.title())
        Membership.objects.create(user=user, municipality=municipality, role=role)
        return user

    return make


@pytest.fixture
def purpose(municipality: Municipality) -> Purpose:
    return Purpose.objects.create(
        municipality=municipality, code="koolitoetus", name_et="Koolitoetuse pakkumine",
        explanation_et="Vaatame, kas su laps õpib 1.–3. klassis.",
    )  # fmt: skip


@pytest.fixture
def school(municipality: Municipality) -> BenefitRule:
    benefit = make_benefit(municipality, "koolitoetus", "school", "Koolitoetus")
    return make_rule(
        benefit, date(2020, 1, 1), amount=50, per="child_year", conditions=SCHOOL, apply_from="09-01",
        apply_to="09-15", pay_by="10-01",
    )  # fmt: skip


@pytest.fixture
def funeral(municipality: Municipality) -> BenefitRule:
    benefit = make_benefit(municipality, "matusetoetus", "funeral", "Matusetoetus", rule_of="event")
    return make_rule(
        benefit, date(2018, 1, 1), conditions=[{"kind": "deceased_lived_here"}, {"kind": "applicant_paid"}]
    )


@pytest.fixture
def drafted(municipality: Municipality, school: BenefitRule, purpose: Purpose, staff: Callable[..., User]) -> OfferRule:
    """A rule drafted by Anu, not tried yet."""
    rule = OfferRule(municipality=municipality, benefit=school.benefit, about="child", purpose=purpose)
    return actions.save_rule(rule, actor=Actor.staff(staff("anu")))


def finish(rule: OfferRule) -> Run:
    """Carry out the newest run of ``rule``, as its job would."""
    return runs.execute(Run.objects.filter(rule=rule).select_related("rule__benefit", "rule__purpose").latest("pk"))


def released(rule: OfferRule, official: User) -> OfferRule:
    """Try and release ``rule``."""
    assert rule.changed_by is not None
    actions.try_rule(rule, actor=Actor.staff(rule.changed_by))
    finish(rule)
    return actions.release(rule, actor=Actor.staff(official))


@pytest.fixture
def rule(drafted: OfferRule, staff: Callable[..., User], at_time: None) -> OfferRule:
    """The same, released by Priit in the first days of September."""
    return released(drafted, staff("priit"))


@pytest.fixture
def family(municipality: Municipality, areas: dict[str, Area]) -> Callable[..., tuple[Person, Person]]:
    """Makes a parent and a child: where they live, which class, whether the parent consented (to ``consents``)."""
    made: list[int] = []

    def make(
        home: str = "0793", grade: int | None = 2, consents: Purpose | None = None, source: str = "register"
    ) -> tuple[Person, Person]:
        number = len(made)
        made.append(number)
        parent = known(municipality, adult_code(number), "Ema", f"Nimi{number}")
        child = known(municipality, CHILDREN[number], "Laps", f"Nimi{number}")
        for each in (parent, child):
            persons.set_residence(each, SYSTEM, address="", area=areas[home], source=source)
        persons.save_representation(
            parent, child, Representation.Kind.PARENT, actor=SYSTEM, source="register", valid_from=date(2020, 1, 1)
        )
        if grade is not None:
            in_class(child, grade)
        if consents is not None:
            agree(parent, consents)
        return parent, child

    return make


def in_class(child: Person, grade: int) -> None:
    """The education register has answered of the child, and its answer is kept."""
    KeptAnswer.objects.create(
        municipality=child.municipality, person=child, service="education.school",
        data=json.dumps({"school": "Näidiskool", "grade": grade}), asked_at=clock.now(),
        expires_at=clock.now() + timedelta(days=400),
    )  # fmt: skip


def agree(person: Person, purpose: Purpose) -> None:
    actor = Actor.resident(person_id=person.pk, subject_id=person.pk)
    actions.consent(purpose, person, actor=actor, given_by=person)


def known(municipality: Municipality, code: str, given: str, family: str) -> Person:
    return persons.get_or_create_person(municipality, code=code, given_name=given, family_name=family, actor=SYSTEM)


def adult_code(number: int) -> str:
    """A sound personal code of somebody born on 1 March 1980."""
    body = f"480030{1:01d}{number + 100:03d}"
    first = sum(int(digit) * weight for digit, weight in zip(body, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1), strict=True)) % 11
    if first == 10:
        first = sum(int(d) * w for d, w in zip(body, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3), strict=True)) % 11 % 10
    return f"{body}{first}"


def benefit_of(rule: OfferRule) -> Benefit:
    return rule.benefit
