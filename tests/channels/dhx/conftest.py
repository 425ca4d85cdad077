"""A city with an address in the document exchange, an authority in its address book, a security server that may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from raekoda.channels.dhx import actions
from raekoda.channels.dhx.actions import Consignment
from raekoda.channels.dhx.models import Document, OwnAddress, Participant, Route
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.models import Delivery, Status
from raekoda.platform.deliveries.sending import send
from tests.casework.cases.conftest import lights, make_case, official, operator, other_unit, resident, unit  # noqa: F401
from tests.channels.dhx.samples import made_bytes

TARTU, AUTHORITY = "75006546", "70000001"


def make_address(municipality: Municipality, code: str, name: str = "", **given: Any) -> OwnAddress:
    return OwnAddress.objects.create(
        municipality=municipality, registry_code=code, name=name or municipality.name, **given
    )


@pytest.fixture(autouse=True)
def _security_server(settings: Any, tmp_path: Any) -> None:
    settings.RAEKODA_DHX_NETWORKS = ["127.0.0.0/8"]
    settings.RAEKODA_DHX_INSTANCE = "ee-dev"
    settings.RAEKODA_DOCUMENTS = tmp_path / "documents"
    settings.RAEKODA_INTAKE_QUIET_SECONDS = 0


@pytest.fixture
def address(municipality: Municipality) -> OwnAddress:
    return make_address(municipality, TARTU)


@pytest.fixture
def authority(municipality: Municipality) -> Participant:
    return Participant.objects.create(municipality=municipality, name="Näidisamet", registry_code=AUTHORITY)


@pytest.fixture
def receive(municipality: Municipality, address: OwnAddress) -> Callable[..., Document]:
    """Receive in a made-up document; what is given changes its capsule."""
    counted = iter(range(1000))

    def take(content: bytes | None = None, *, consignment: str = "", **given: Any) -> Document:
        arrived = Consignment(
            content or made_bytes(**given), f"ee-dev/GOV/{AUTHORITY}/DHX", consignment or f"saadetis-{next(counted)}",
            Route.DHX, address, frozenset({AUTHORITY}),
        )  # fmt: skip
        return actions.receive(arrived, municipality=municipality, actor=Actor.system())

    return take


@pytest.fixture
def desk(official: Actor) -> Client:  # noqa: F811
    client = Client()
    client.force_login(official.user)  # type: ignore[arg-type]
    return client


def deliver() -> list[str]:
    """Try everything that waits once, as the worker would; the states after it."""
    for delivery in Delivery.objects.filter(status=Status.WAITING).order_by("id"):
        send(delivery)
    return list(Delivery.objects.order_by("id").values_list("status", flat=True))
