"""Periods of months end where the law says."""

from __future__ import annotations

from datetime import date

import pytest

from raekoda.platform.core.clock import add_months


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)), (date(2026, 3, 17), 2, date(2026, 5, 17)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)), (date(2026, 1, 31), 12, date(2027, 1, 31)),
    ],
)  # fmt: skip
def test_the_same_day_or_the_last_of_the_month(day: date, count: int, later: date) -> None:
    assert add_months(day, count) == later
