"""The school allowance and the funeral benefit of Tartu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.benefits import actions
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.services import actions as service_actions
from raekoda.registry.services.models import Service

SYSTEM = Actor.system()
SCHOOL = [
    {"kind": "child_in_class", "from": 1, "to": 3},
    {"kind": "child_registered_here"},
    {"kind": "parent_registered_here"},
]


def make_service(where: Municipality, slug: str, name: str) -> Service:
    """A published service."""
    return service_actions.publish(Service(municipality=where, slug=slug, name_et=name), SYSTEM)


def make_benefit(where: Municipality, code: str, kind: str, name: str, **values: Any) -> Benefit:
    """A benefit with its own published service."""
    service = make_service(where, code, name)
    benefit = Benefit(municipality=where, code=code, kind=kind, service=service, name_et=name, **values)
    return actions.save_benefit(benefit, actor=SYSTEM)


def make_rule(benefit: Benefit, valid_from: date, **values: Any) -> BenefitRule:
    """A rule of ``benefit``: 250 € for the event, unless overridden."""
    values = {"amount": Decimal(250), "per": "event", "source_act": "Toetuste kord", **values}
    return actions.save_rule(BenefitRule(benefit=benefit, valid_from=valid_from, **values), actor=SYSTEM)


@pytest.fixture
def school(municipality: Municipality) -> BenefitRule:
    """Koolitoetus of Tartu: 50 € for a child and year."""
    benefit = make_benefit(municipality, "koolitoetus", "school", "Koolitoetus", name_en="School allowance")
    return make_rule(
        benefit, date(2020, 1, 1), amount=Decimal(50), per="child_year", conditions=SCHOOL,
        apply_from="09-01", apply_to="09-15", pay_by="10-01", source_section="§ 4",
    )  # fmt: skip


@pytest.fixture
def funeral(municipality: Municipality) -> BenefitRule:
    """Matusetoetus of Tartu: 250 €, paid within 30 days."""
    benefit = make_benefit(municipality, "matusetoetus", "funeral", "Matusetoetus", rule_of="event")
    return make_rule(
        benefit, date(2018, 1, 1), conditions=[{"kind": "deceased_lived_here"}], pay_within_days=30,
        note_et="2018. aasta määr", note_en="figure of 2018",
    )  # fmt: skip


@pytest.fixture
def make_staff(municipality: Municipality) -> Callable[..., User]:
    """Creates a staff member with a role in Tartu, or in another municipality."""

    def make(role: Role, where: Municipality | None = None) -> User:
        where = where or municipality
        user = User.objects.create_user(username=f"{role.value}-{where.slug}", password="pikk-parool-1")
        Membership.objects.create(user=user, municipality=where, role=role)
        return user

    return make


def in_(municipality: Municipality) -> Any:
    """The scope of ``municipality``."""
    return municipality_scope(municipality)
