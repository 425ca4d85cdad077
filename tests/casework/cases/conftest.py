"""Users, units and services of a test municipality, and cases opened with the real action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from raekoda.casework.cases.actions import CaseDraft, ContactData, open_case
from raekoda.casework.cases.models import Case, Kind
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service

SENDER = ContactData(name="Mari Maasikas", email="mari.maasikas@example.ee", phone="5550 1234")


def make_user(municipality: Municipality, name: str, role: str, unit: Unit | None = None) -> User:
    """A member of staff with one role, who works in ``unit`` and may read the cases of all units."""
    user = User.objects.create(username=name, first_name=name.title(), last_name="Näidis", email=f"{name}@example.ee")
    add_membership(user, municipality, role, unit)
    return user


def add_membership(user: User, municipality: Municipality, role: str, unit: Unit | None = None) -> None:
    """The role in ``unit``, if any, and in the whole municipality: for tests that are not about rights by unit."""
    for where in dict.fromkeys([unit, None]):
        Membership.objects.create(user=user, municipality=municipality, role=role, unit=where)


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    return Unit.objects.create(municipality=municipality, name="Linnamajanduse osakond")


@pytest.fixture
def other_unit(municipality: Municipality) -> Unit:
    return Unit.objects.create(municipality=municipality, name="Haridusosakond")


@pytest.fixture
def official(municipality: Municipality, unit: Unit) -> Actor:
    return Actor.staff(make_user(municipality, "oskar", Role.OFFICIAL, unit))


@pytest.fixture
def operator(municipality: Municipality) -> Actor:
    return Actor.staff(make_user(municipality, "piret", Role.OPERATOR))


@pytest.fixture
def resident() -> Actor:
    return Actor.resident()


@pytest.fixture
def lights(municipality: Municipality, unit: Unit) -> Service:
    """Street lights: reports are public."""
    return Service.objects.create(
        municipality=municipality, code="valgustus", slug="tanavavalgustus", name="Tänavavalgustus", unit=unit,
        takes_reports=True, reports_are_public=True,
    )  # fmt: skip


@pytest.fixture
def make_case(municipality: Municipality, resident: Actor) -> Callable[..., Case]:
    """Opens a case: by default a report of a dark lamp by a resident."""

    def make(*, actor: Actor = resident, **overrides: Any) -> Case:
        values: dict[str, Any] = {
            "municipality": municipality, "kind": Kind.REPORT, "text": "Lamp ei põle Rüütli tänaval.", "channel": "web",
        }  # fmt: skip
        return open_case(CaseDraft(**{**values, **overrides}), actor)

    return make
