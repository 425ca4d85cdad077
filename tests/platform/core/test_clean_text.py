"""Text fit for the database: NFC, plain line ends, no control characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.text import CONTROL, clean_code, clean_data, clean_text


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


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("mar\u200bi\u00ad \ufeffMaa\u2060sikas", "mari Maasikas"),
        ("Mari \u202egnp.exe\u202c \u2066a\u2069 \u061c", "Mari gnp.exe a"),
        ("a\u200db e\ufe0f 1\u200c", "ab e 1"),
        ("ilus\u000bpäev\u2028õhtu\u0085öö", "ilus\npäev\nõhtu\nöö"),
        ("\U000e0061tag \ufffe\uffff\x9f", "tag"),
    ],
)
def test_invisible_signs_go(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    "text",
    ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f", "1\ufe0f\u20e3",
     "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
     "\u0915\u094d\u200d\u0937", "\U0001f9d1\U0001f3fd\u200d\U0001f4bb"],
)  # fmt: skip
def test_joiners_stay_where_a_script_or_an_emoji_needs_them(text: str) -> None:
    assert clean_text(f"Tere {text}!") == f"Tere {text}!"


def test_codes_have_no_joiners_at_all() -> None:
    assert clean_code(" \u2764\ufe0f38\u200d001\u200b085718 ") == "\u276438001085718"
