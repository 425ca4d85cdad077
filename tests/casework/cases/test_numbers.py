"""Numbers of cases as people type them."""

from __future__ import annotations

import pytest

from raekoda.casework.cases.numbers import CaseNumber, format_number, parse_number


@pytest.mark.parametrize(
    "text", ["2026-000123", "2026-123", " nr 2026-000123 ", "NR.2026-123", "#2026-123", "№ 2026 – 123", "2026/123"]
)
def test_a_number_is_read_however_it_is_typed(text: str) -> None:
    assert parse_number(text) == CaseNumber(2026, 123)
    assert format_number(2026, 123) == "2026-000123"


@pytest.mark.parametrize("text", ["", "2026", "26-123", "2026-", "2026-12a", "2026-1234567890123456789", "x 2026-123"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text, may_be_spaced=True) is None


def test_a_telephone_number_is_no_number_of_a_case_unless_one_is_expected() -> None:
    assert parse_number("5555 1234") is None
    assert parse_number("2026 123", may_be_spaced=True) == CaseNumber(2026, 123)
