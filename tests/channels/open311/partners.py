"""A partner at the other side, set up through the real actions; the worker's steps by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from raekoda.channels.open311 import partners
from raekoda.channels.open311.models import Handover, Partner
from raekoda.channels.open311.partners import MappingChoice
from raekoda.identity.places.models import Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.models import Delivery, Status
from raekoda.platform.deliveries.tasks import send
from raekoda.registry.services.models import Service
from tests.channels.open311.partner_server import OtherSide, other_side

HERE, THERE = {"west": 26.6, "east": 26.8}, {"west": 26.2, "east": 26.59}
IN_ELVA, IN_TARTU = (26.42, 58.22), (26.7224, 58.3803)
SYSTEM = Actor.system()


def boundary(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 58.1], [east, 58.1], [east, 58.5], [west, 58.5], [west, 58.1]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def areas(municipality: Municipality) -> dict[str, Area]:
    made = {}
    for code, name, sides in (("0793", "Tartu linn", HERE), ("0171", "Elva vald", THERE)):
        made[code] = Area.objects.create(kind="municipality", code=code, name=name, geometry=boundary(**sides))
    return made


@pytest.fixture
def side() -> Iterator[OtherSide]:
    with other_side() as running:
        yield running


@pytest.fixture
def make_partner(municipality: Municipality, areas: dict[str, Area], side: OtherSide) -> Callable[..., Partner]:
    """``make_partner(mode="rules")``: Elva at the other side, its services read, all reports of its places under R1."""

    def make(*, mapped: dict[Service, str] | None = None, theirs: bool = False, **more: Any) -> Partner:
        values = {"name": "Elva vald", "url": side.url, "api_key": side.key, "form": side.form, "mode": "rules", **more}
        partner = partners.save_partner(Partner(municipality=municipality, **values), [areas["0171"]], actor=SYSTEM)
        partners.read_services(partner, actor=SYSTEM)
        known = {each.code: each for each in partner.services.all()}
        chosen = [MappingChoice(service, known[code], is_theirs=theirs) for service, code in (mapped or {}).items()]
        partners.map_services(partner, chosen, otherwise=known["R1"], actor=SYSTEM)
        return partner

    return make


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other side is waited for one second only."""
    from raekoda.platform.core import outgoing

    asked = outgoing.request
    monkeypatch.setattr(outgoing, "request", lambda *args, **more: asked(*args, **{**more, "seconds": 1.0}))


def work() -> None:
    """What the worker does with every delivery that waits."""
    for delivery in Delivery.objects.filter(status=Status.WAITING).order_by("id"):
        send(delivery.municipality_id, delivery.pk)


def handover_of(case: Any) -> Handover:
    return Handover.objects.select_related("partner", "case").filter(case=case).latest("pk")
