"""The demo's neighbours are partners of each other, and the story of the report that came back is told once."""

from __future__ import annotations

import pytest

from raekoda.casework.cases.models import Case, Message
from raekoda.channels.open311.models import Handover, Partner
from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.places.models import Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery
from raekoda.tools.demo.neighbours import ANSWER, neighbours
from tests.channels.open311.conftest import make_service


@pytest.fixture
def towns(
    municipality: Municipality, other_municipality: Municipality, areas: dict[str, Area]
) -> dict[str, Municipality]:
    for town in (municipality, other_municipality):
        with municipality_scope(town):
            make_service(town, "tee", "Teede korrashoid")
    return {"0793": municipality, "0171": other_municipality}


def test_the_story_is_told_once(towns: dict[str, Municipality]) -> None:
    tartu, elva = towns["0793"], towns["0171"]
    official = User.objects.create(username="elva.ametnik")
    Membership.objects.create(user=official, municipality=elva, role=Role.OFFICIAL)
    for _turn in range(2):
        neighbours(towns, {"elva.ametnik": official})
    for town, other in ((tartu, elva), (elva, tartu)):
        with municipality_scope(town):
            partner = Partner.objects.get()
            assert partner.name == other.name
            assert partner.url.startswith(f"http://{other.slug}.localhost")
            assert partner.key is not None
    with municipality_scope(elva):
        theirs = Case.objects.get()
        assert theirs.status == "closed"
    with municipality_scope(tartu):
        case = Case.objects.get()
        handover = Handover.objects.get(case=case)
        assert (handover.external_id, handover.state, handover.to_check) == (theirs.number, "done", True)
        assert Message.objects.filter(case=case, text__contains=ANSWER).count() == 1
        assert Delivery.objects.get().status == "sent"
        assert Actor.system().may("open311.view")
