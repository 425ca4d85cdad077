"""A receiver that runs, an endpoint for it, a source, and messages signed by a library that is not ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from standardwebhooks import Webhook

from raekoda.casework.webhooks import actions, catalogue
from raekoda.casework.webhooks.models import Endpoint, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.models import Delivery, Status
from raekoda.platform.deliveries.tasks import send
from tests.casework.cases.conftest import lights, make_case, official, operator, resident, unit
from tests.casework.webhooks.receiver import Receiver, receiving
from tests.shells.desk.conftest import oskar, oskar_acts, signed_in, staff

__all__ = [
    "lights",
    "make_case",
    "official",
    "operator",
    "oskar",
    "oskar_acts",
    "resident",
    "signed_in",
    "staff",
    "unit",
]

SYSTEM = Actor.system()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def endpoint(municipality: Municipality, receiver: Receiver) -> Endpoint:
    """Subscribed to all events."""
    made, receiver.secret = actions.add_endpoint(
        municipality, name="Linnaandmed", url=receiver.url, events=catalogue.OFFERED, actor=SYSTEM
    )
    return made


@pytest.fixture
def work() -> Callable[[], list[Delivery]]:
    """What the worker does: every waiting delivery is tried once, the oldest first."""

    def do() -> list[Delivery]:
        waiting = list(Delivery.objects.filter(status=Status.WAITING).order_by("id"))
        for delivery in waiting:
            send(delivery.municipality_id, delivery.pk)
            delivery.refresh_from_db()
        return waiting

    return do


class Bridge:
    """The bridge of a social channel: it signs and posts."""

    def __init__(self, source: Source, secret: str) -> None:
        self.source, self.secret, self.count = source, secret, 0

    def post(
        self,
        data: dict[str, Any] | None = None,
        *,
        body: str | None = None,
        message_id: str = "",
        at: datetime | None = None,
        secret: str = "",
        host: str = "tartu.localhost",
        ref: str = "",
        headers: dict[str, str] | None = None,
    ) -> Any:
        """One request; defaults make a valid request."""
        self.count += 1
        message_id = message_id or f"msg_{self.count}"
        at = at or datetime.now(UTC)
        body = json.dumps({"type": "message.received", "data": data}) if body is None else body
        signature = Webhook(secret or self.secret).sign(message_id, at, body)
        sent = {
            "webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature,
            "host": host, **(headers or {}),
        }  # fmt: skip
        address = f"/veebihaak/{ref or self.source.ref}"
        return Client().post(address, body.encode(), content_type="application/json", headers=sent)


@pytest.fixture
def bridge(municipality: Municipality) -> Bridge:
    return Bridge(*actions.add_source(municipality, actor=SYSTEM, name="Linna leht", channel="social"))


@pytest.fixture
def two_way_bridge(municipality: Municipality, receiver: Receiver) -> Bridge:
    """A bridge that also posts answers back; its endpoint subscribed to nothing."""
    back, receiver.secret = actions.add_endpoint(municipality, name="Sild", url=receiver.url, events=[], actor=SYSTEM)
    return Bridge(*actions.add_source(municipality, actor=SYSTEM, name="Linna leht", channel="social", endpoint=back))
