"""Staff of every role, their browsers' clients, and a few cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from raekoda.identity.accounts.models import Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import add_membership, lights, make_case, other_unit, resident, unit

__all__ = ["lights", "make_case", "other_unit", "resident", "unit"]

PASSWORD = "kollane-tramm-7"


@pytest.fixture
def staff(municipality: Municipality, unit: Unit) -> Callable[..., User]:
    """``staff("official")``: somebody with that role, working in the unit and reading cases of all units."""

    def make(role: str, name: str = "", unit: Unit | None = unit) -> User:
        name = name or role
        user = User.objects.create_user(
            name, f"{name}@example.ee", PASSWORD, first_name=name.replace("_", " ").title(), last_name="Näidis"
        )
        add_membership(user, municipality, role, unit)
        return user

    return make


@pytest.fixture
def signed_in(staff: Callable[..., User]) -> Callable[..., Client]:
    """``signed_in("official")``: a client of somebody with that role."""

    def make(who: str | User) -> Client:
        client = Client()
        client.force_login(staff(who) if isinstance(who, str) else who)
        return client

    return make


@pytest.fixture
def oskar(staff: Callable[..., User]) -> User:
    return staff(Role.OFFICIAL, "oskar")


@pytest.fixture
def official(oskar: User) -> Client:
    client = Client()
    client.force_login(oskar)
    return client


@pytest.fixture
def oskar_acts(oskar: User) -> Actor:
    return Actor.staff(oskar)
