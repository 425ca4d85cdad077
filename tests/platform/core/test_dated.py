"""Which of several dated rules counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from raekoda.casework.cases.models import RetentionRule
from raekoda.platform.core.dated import foremost, in_force
from raekoda.platform.core.models import Municipality

DAY = date(2026, 5, 10)


@dataclass
class Rule:
    municipality_id: int | None
    valid_from: date


def test_a_rule_of_the_municipality_comes_first_then_the_newest() -> None:
    common, newer = Rule(None, date(2020, 1, 1)), Rule(None, date(2025, 1, 1))
    own = Rule(1, date(2019, 1, 1))
    assert foremost([common, newer]) is newer
    assert foremost([common, own, newer]) is own
    assert foremost([]) is None


@pytest.mark.django_db
def test_rules_hold_from_their_first_to_their_last_day_and_only_here(
    municipality: Municipality, other_municipality: Municipality
) -> None:
    def rule(first: date, last: date | None, owner: Municipality | None) -> RetentionRule:
        return RetentionRule.objects.create(
            kind="memo", days=1, valid_from=first, valid_to=last, source="x", municipality=owner
        )

    RetentionRule.objects.all().delete()
    holding = {rule(DAY, None, None), rule(date(2020, 1, 1), DAY, municipality)}
    others = {
        rule(date(2026, 5, 11), None, None),
        rule(date(2020, 1, 1), date(2026, 5, 9), municipality),
        rule(date(2020, 1, 1), None, other_municipality),
    }
    assert set(in_force(RetentionRule.objects.all(), municipality, DAY)) == holding
    assert all(each.holds_on(DAY) for each in holding)
    assert [each.holds_on(DAY) for each in others].count(True) == 1
