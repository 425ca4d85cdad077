"""What was passed on to partners is seen with the case, and special matters are passed on to none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.models import Case
from raekoda.channels.open311 import forwarding, handover_queries, queries
from raekoda.channels.open311.models import Handover, Partner, Received
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.casework.cases.rights import browser, matters, member_of, place


def test_handovers_are_seen_with_their_case(
    municipality: Municipality,
    make_case: Callable[..., Case],
    unit: Unit,
    other_unit: Unit,
) -> None:
    cases = matters(make_case, unit, other_unit)
    partner = Partner.objects.create(municipality=municipality, name="Naaber", url="https://naaber.example/")
    named = {"own": cases.own, "other": cases.other, "special": cases.special}
    rows = {
        name: Handover.objects.create(
            municipality=municipality, case=case, partner=partner, state="proposed", created_at=clock.now()
        )
        for name, case in named.items()
    }
    of_unit = member_of(municipality, "uks", unit)
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    assert list(handover_queries.handovers(of_unit)) == [rows["own"]]
    assert not handover_queries.handovers(member_of(municipality, "haldur", None, Role.ADMINISTRATOR)).exists()
    client = browser(of_unit)
    page = client.get("/toolaud/naabrid/").content.decode()
    assert cases.own.number in page and cases.other.number not in page and cases.special.number not in page
    for name in ("other", "special"):
        assert client.post(f"/toolaud/naabrid/teade/{rows[name].pk}/jaab/").status_code == 404
    with pytest.raises(CaseError):
        forwarding.forward(cases.special, partner=partner, code="x", text="x", actor=of_children)


def test_a_partner_reads_no_special_matter(
    municipality: Municipality,
    make_case: Callable[..., Case],
    lights: Service,
    unit: Unit,
) -> None:
    partner = Partner.objects.create(municipality=municipality, name="Naaber")
    open_one, special = place(make_case(service=lights), unit), place(make_case(service=lights), unit, "child")
    for case in (open_one, special):
        Received.objects.create(partner=partner, case=case)
    assert list(queries.readable(Actor.integration(1), partner.pk)) == [open_one]
