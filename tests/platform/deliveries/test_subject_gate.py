"""Deliveries and payments are seen with what they are about."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.subjects import subject_gates
from raekoda.platform.deliveries import queries
from raekoda.platform.deliveries.actions import enqueue
from raekoda.platform.deliveries.models import Status
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments import queries as payment_queries
from tests.casework.cases.rights import browser, matters, member_of


def test_a_delivery_is_seen_with_its_case(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    named: dict[str, Any] = {"own": cases.own, "other": cases.other, "special": cases.special, "none": None}
    rows = {
        name: enqueue("webhooks", target="x", key=name, payload={"text": name}, title=name, subject=case)
        for name, case in named.items()
    }
    for row in rows.values():
        row.status = Status.FAILED
        row.save()
    of_unit = member_of(municipality, "uks", unit)
    expected = {
        of_unit: {"own", "none"},
        member_of(municipality, "lapsed", unit, categories=["child"]): {"own", "special", "none"},
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): {"none"},
        member_of(municipality, "toimetaja", None, Role.EDITOR): set(),
    }
    for actor, names in expected.items():
        assert {row.key for row in queries.visible_to(actor)} == names, actor.user
        assert {name for name, row in rows.items() if actor.may("deliveries.view", row)} == names, actor.user
    client = browser(of_unit)
    codes = {name: client.get(f"/toolaud/saatmised/{row.pk}/").status_code for name, row in rows.items()}
    assert codes == {"own": 200, "other": 404, "special": 404, "none": 200}
    assert client.post(f"/toolaud/saatmised/{rows['other'].pk}/uuesti/").status_code == 404


def test_a_payment_is_seen_with_its_matter(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    made = {
        name: payments.request_payment(person=None, key=name, amount=Decimal(5), description=name, subject=case)
        for name, case in (("own", cases.own), ("other", cases.other), ("special", cases.special))
    }  # fmt: skip
    of_unit = member_of(municipality, "uks", unit)
    assert {row.key for row in payment_queries.visible_to(of_unit)} == {"own"}
    assert not payment_queries.visible_to(member_of(municipality, "haldur", None, Role.ADMINISTRATOR)).exists()
    client = browser(of_unit)
    codes = {name: client.get(f"/toolaud/maksed/{row.ref}/").status_code for name, row in made.items()}
    assert codes == {"own": 200, "other": 404, "special": 404}
    assert not of_unit.may("payments.refund", made["other"])


@pytest.mark.parametrize(
    "model", ["cases.case", "applications.application", "bookings.booking", "exchange.document", "payments.payment"]
)
def test_what_deliveries_and_payments_are_about_has_a_gate(model: str) -> None:
    assert model in subject_gates
