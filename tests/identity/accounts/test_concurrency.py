"""Administrators who act at once: real threads, real commits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from raekoda.identity.accounts import actions, approvals
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.models import Membership, RightsChange, Role, Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from tests.casework.cases.test_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_who_dismiss_each_other_leave_one(
    municipality: Municipality, anne: Actor, bert: Actor
) -> None:
    own = {actor: Membership.objects.get(user=actor.user) for actor in (anne, bert)}
    results = together(
        municipality,
        lambda: actions.remove_membership(own[bert], actor=anne),
        lambda: actions.remove_membership(own[anne], actor=bert),
    )
    assert [type(result) for result in results if result is not None] == [AccountError]
    assert Membership.objects.filter(municipality=municipality, role=Role.ADMINISTRATOR).count() == 1


def test_a_change_is_decided_once(
    municipality: Municipality, anne: Actor, bert: Actor, join: Callable[..., Actor], unit: Unit
) -> None:
    cilla, oskar = join("cilla", Role.ADMINISTRATOR), join("oskar", Role.OFFICIAL, unit)
    proposed = actions.change_membership(
        Membership.objects.get(user=oskar.user),
        role=Role.OFFICIAL,
        unit=unit,
        title="",
        categories=["child"],
        actor=anne,
    )
    assert isinstance(proposed, RightsChange)
    results = together(
        municipality,
        lambda: approvals.confirm(proposed, actor=bert),
        lambda: approvals.reject(proposed, actor=cilla),
    )
    assert [type(result) for result in results if result is not None] == [AccountError]
    assert len(history(proposed)) == 2
    proposed.refresh_from_db()
    is_given = Membership.objects.get(user=oskar.user).categories == ["child"]
    assert is_given is (proposed.state == RightsChange.State.CONFIRMED)
