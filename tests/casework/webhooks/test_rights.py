"""Nothing of a special matter leaves; failed messages are read by those who direct them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case
from raekoda.casework.webhooks import panels
from raekoda.casework.webhooks.models import Endpoint, Received, Thread
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.services.models import Service
from tests.casework.cases.rights import browser, member_of, place
from tests.casework.webhooks.conftest import Bridge


@pytest.mark.parametrize(("sensitivity", "leaves"), [("internal", True), ("child", False)])
def test_nothing_of_a_special_matter_leaves(
    make_case: Callable[..., Case], endpoint: Endpoint, two_way_bridge: Bridge, lights: Service, unit: Unit,
    sensitivity: str, leaves: bool,
) -> None:  # fmt: skip
    source = two_way_bridge.source
    case = place(make_case(service=lights), unit, sensitivity)
    joined = make_case(service=lights)
    Case.objects.filter(pk=joined.pk).update(status="merged", merged_into=case, is_public=False)
    for number, each in enumerate((case, joined)):
        Thread.objects.create(
            municipality=case.municipality, source=source, case=each, name=f"t{number}", digest=f"{number}" * 64
        )
    Delivery.objects.all().delete()
    cases.ask_sender(case, text="Millal ta viimati koolis käis?", actor=Actor.system())
    cases.answer(case, text="Võtsime lapse arvele.", outcome="solved", actor=Actor.system())
    sent = json.dumps([delivery.payload for delivery in Delivery.objects.all()], ensure_ascii=False)
    assert ("Võtsime lapse arvele." in sent) is leaves
    assert ("viimati koolis" in sent) is leaves
    if not leaves:
        assert not Delivery.objects.exists()


def test_the_author_of_a_message_is_shown_to_who_may_see_the_sender(
    make_case: Callable[..., Case], bridge: Bridge, unit: Unit, municipality: Municipality
) -> None:
    of_unit, of_children = (
        member_of(municipality, "uks", unit),
        member_of(municipality, "l", unit, categories=["child"]),
    )
    own, special = place(make_case(), unit), place(make_case(), unit, "child")
    for number, case in enumerate((own, special)):
        Received.objects.create(
            municipality=municipality, source=bridge.source, case=case, state=Received.State.TAKEN, author="Mari", body="",
            message_id=f"m{number}", body_digest="0" * 64, received_at=clock.now(),
        )  # fmt: skip
    assert panels.panel(own, of_unit) is not None
    assert panels.panel(special, of_children) is None


def test_failed_messages_are_read_by_who_directs(municipality: Municipality, bridge: Bridge, unit: Unit) -> None:
    row = Received.objects.create(
        municipality=municipality, source=bridge.source, state=Received.State.FAILED, body='{"text": "abi"}', message_id="x",
        body_digest="0" * 64, received_at=clock.now(),
    )  # fmt: skip
    expected = {
        member_of(municipality, "uks", unit): (403, 403),
        member_of(municipality, "telefon", None, Role.OPERATOR): (200, 200),
        member_of(municipality, "koik", None): (200, 200),
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): (200, 403),
    }
    for actor, codes in expected.items():
        client = browser(actor)
        found = (
            client.get("/toolaud/veebihaagid/").status_code,
            client.get(f"/toolaud/veebihaagid/ootel/{row.pk}/").status_code,
        )
        assert found == codes, actor.user
