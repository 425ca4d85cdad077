"""No cell of a file is a formula, and what is read back is what was written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.spreadsheets import batched, cell, disarm, rearm


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "  ="])
def test_a_formula_becomes_text(start: str) -> None:
    text = f'{start}HYPERLINK("http://evil.example")'
    assert cell(text) == disarm(text) == f"'{text}"


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [cell(value) for value in (None, -1, -1.5, "5 - 3", "'tere")] == [None, -1, -1.5, "5 - 3", "'tere"]
    assert cell(Decimal("12.50")) == "12.50"
    assert disarm(-1) == -1


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_disarming_is_undone_whatever_the_text(text: str) -> None:
    assert rearm(disarm(text)) == text
    assert not str(disarm(text)).lstrip(" ").startswith(("=", "+", "-", "@"))


@given(st.text(alphabet=" '=+-@\t\nx", max_size=6))
def test_disarming_is_undone_for_texts_of_signs_that_matter(text: str) -> None:
    assert rearm(disarm(text)) == text


def test_rows_come_in_batches() -> None:
    assert list(batched(range(5), 2)) == [[0, 1], [2, 3], [4]]
