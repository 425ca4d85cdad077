"""Members of a municipality, and its administrators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    return Unit.objects.create(municipality=municipality, name="Sotsiaalosakond")


@pytest.fixture
def join(municipality: Municipality) -> Callable[..., Actor]:
    """``join("anne", "administrator")``: a new user with that membership."""

    def make(name: str, role: str, unit: Unit | None = None, **reach: list) -> Actor:
        user, _ = User.objects.get_or_create(username=name, defaults={"first_name": name.title()})
        Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit, **reach)
        return Actor.staff(User.objects.get(pk=user.pk))

    return make


@pytest.fixture
def anne(join: Callable[..., Actor]) -> Actor:
    return join("anne", Role.ADMINISTRATOR)


@pytest.fixture
def bert(join: Callable[..., Actor]) -> Actor:
    return join("bert", Role.ADMINISTRATOR)
