"""Text fit for the database: NFC, plain line ends, no control characters."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.text import CONTROL, clean_data, clean_text


def test_line_ends_control_characters_and_composed_letters() -> None:
    assert clean_text(" a\r\nb\rc\x00\ud800 o\u0303\t\n") == "a\nb\nc õ"


@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_becomes_storable_and_stays_as_cleaned(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert not CONTROL.search(cleaned)
    assert "\r" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_text(cleaned) == cleaned


def test_data_is_cleaned_in_every_depth() -> None:
    data = {"a\x00": ["x\x00y", 1, True, None, float("nan"), (2.5, {"b": "\ud800c"})]}
    assert clean_data(data) == {"a": ["xy", 1, True, None, "nan", [2.5, {"b": "c"}]]}
