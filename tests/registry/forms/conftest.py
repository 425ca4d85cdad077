"""A service, staff with and without permission to design forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.forms.models import FormVersion
from raekoda.registry.services.models import Service
from tests.registry.forms import factory


@pytest.fixture(autouse=True)
def in_estonian() -> Iterator[None]:
    """Reset the language, which an earlier test may have changed."""
    with override("et"):
        yield


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    return Unit.objects.create(municipality=municipality, name="Haridusosakond")


@pytest.fixture
def service(municipality: Municipality, unit: Unit) -> Service:
    return factory.service(municipality, unit=unit)


@pytest.fixture
def version(service: Service) -> FormVersion:
    return factory.published(service)


@pytest.fixture
def make_actor(municipality: Municipality) -> Callable[..., Actor]:
    """Creates a staff member with a role, in Tartu and without a unit by default."""

    def make(role: Role, where: Municipality | None = None, unit: Unit | None = None, **names: Any) -> Actor:
        user = User.objects.create_user(f"{role.value}-{User.objects.count()}", password="pikk-parool-1", **names)
        Membership.objects.create(user=user, municipality=where or municipality, role=role, unit=unit)
        return Actor.staff(user)

    return make


@pytest.fixture
def editor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.EDITOR)


@pytest.fixture
def desk(editor: Actor) -> Client:
    client = Client()
    client.force_login(editor.user)  # type: ignore[arg-type]
    return client
