"""Figures count what the gate allows: special matters only for those who read them."""

from __future__ import annotations

from collections.abc import Callable

from raekoda.casework.cases.desk.figures import countable_by
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.queries import open_counts
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import matters, member_of


def test_special_matters_are_counted_for_their_readers_only(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    ordinary = {cases.own, cases.other}
    for role in (Role.ANALYST, Role.OFFICIAL, Role.ADMINISTRATOR):
        assert set(countable_by(member_of(municipality, role, None, role))) == ordinary, role
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    assert set(countable_by(of_children)) == {*ordinary, cases.special}
    assert open_counts([], of_children) == {}
