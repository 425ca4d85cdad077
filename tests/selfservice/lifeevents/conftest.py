"""Death of a relative, with Tartu's funeral benefit and another rule in Elva."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.places.models import Area
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.lifeevents.models import LifeEvent, Question, Step
from tests.registry.benefits.conftest import make_benefit, make_rule, make_service

SLUG = "lahedase-surm"
LIVED_HERE = {"kind": "deceased_lived_here"}


@pytest.fixture
def event(municipality: Municipality) -> LifeEvent:
    """Shown by every municipality: one choice, the finder, four steps."""
    event = LifeEvent.objects.create(
        slug=SLUG, title_et="Lähedase surm", title_en="Death of a relative", is_published=True
    )
    Question.objects.create(
        event=event, key="registered", text_et="Kas surm on registreeritud?", text_en="Has the death been registered?",
        answers_et="yes: Jah\nno: Ei\nunknown: Ei tea", answers_en="yes: Yes\nno: No\nunknown: I do not know",
    )  # fmt: skip
    Question.objects.create(
        event=event, key="benefit", kind="finder", text_et="Matusetoetus", benefit_kind="funeral", order=1
    )
    make_service(municipality, "surma-registreerimine", "Surma registreerimine")
    for order, (key, values) in enumerate(
        {
            "register": {"title_et": "Registreeri surm", "provider": "here", "service_slug": "surma-registreerimine",
                         "shown_if": "registered=no unknown"},
            "benefit": {"title_et": "Taotle matusetoetust", "provider": "found", "when": "days",
                        "benefit_kind": "funeral", "service_slug": "matusetoetus"},
            "notary": {"title_et": "Pärimine", "provider": "state", "when": "months", "is_demo": True},
        }.items()
    ):  # fmt: skip
        Step.objects.create(event=event, key=key, order=order, **values)
    return event


@pytest.fixture
def tartu_rule(municipality: Municipality) -> BenefitRule:
    """250 €, within 30 days."""
    benefit = make_benefit(municipality, "matusetoetus", "funeral", "Matusetoetus", rule_of="event")
    return make_rule(
        benefit, date(2018, 1, 1), conditions=[LIVED_HERE], pay_within_days=30, note_et="2018. aasta määr"
    )  # fmt: skip


@pytest.fixture
def elva_rules(other_municipality: Municipality) -> list[BenefitRule]:
    """Made up: 200 € until 2023, then 320 € for who pays, asked for within 6 months."""
    with municipality_scope(other_municipality):
        benefit = make_benefit(other_municipality, "matusetoetus", "funeral", "Matusetoetus", rule_of="event")
        old = make_rule(
            benefit, date(2018, 1, 1), valid_to=date(2022, 12, 31), amount=Decimal(200), conditions=[LIVED_HERE]
        )
        within = {"kind": "applied_within", "length": 6, "unit": "months", "of": "death"}
        new = make_rule(
            benefit, date(2023, 1, 1), amount=Decimal(320), conditions=[LIVED_HERE, {"kind": "applicant_paid"}, within]
        )
    return [old, new]


@pytest.fixture
def settlements(db: None) -> None:
    """A few units of EHAK, two of the same name in different municipalities."""
    county = Area.objects.create(kind="county", code="0079", name="Tartu maakond")
    tartu = Area.objects.create(kind="municipality", code="0793", name="Tartu linn", parent=county)
    elva = Area.objects.create(kind="municipality", code="0171", name="Elva vald", parent=county)
    for code, name, parent in (
        ("8151", "Tartu linn", tartu), ("2674", "Ilmatsalu alevik", tartu), ("2675", "Ilmatsalu küla", tartu),
        ("1801", "Elva linn", elva), ("6870", "Rõngu alevik", elva), ("9001", "Haage küla", tartu),
        ("9002", "Haage küla", elva),
    ):  # fmt: skip
        Area.objects.create(kind="settlement", code=code, name=name, parent=parent)


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "tartu.localhost"})


@pytest.fixture
def make_staff(municipality: Municipality) -> Callable[..., User]:
    """Makes a member of staff with a role in Tartu, or in another municipality."""

    def make(role: Role, where: Municipality | None = None) -> User:
        where = where or municipality
        user = User.objects.create_user(username=f"{role.value}-{where.slug}", password="pikk-parool-1")
        Membership.objects.create(user=user, municipality=where, role=role)
        return user

    return make
