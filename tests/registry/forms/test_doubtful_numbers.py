"""Amounts and numbers in forms: read in three notations, asked about when in doubt."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from raekoda.registry.forms.kinds import KINDS

TODAY = datetime.date(2026, 12, 1)
WHOLE: Any = {}
WITH_DECIMALS: Any = {"decimals": 3}


@pytest.mark.parametrize("typed", ["1.250", "1,250", "2.000", "12.000", "1.250 €"])
@pytest.mark.parametrize(("kind", "field"), [("money", WHOLE), ("number", WITH_DECIMALS)])
def test_a_number_with_two_readings_is_asked_about(kind: str, field: Any, typed: str) -> None:
    with override("en"), pytest.raises(ValidationError) as raised:
        KINDS[kind].parse(field, typed, TODAY)
    assert raised.value.code == "doubtful"
    assert "\u00a0" in raised.value.message


@pytest.mark.parametrize(
    ("typed", "number"), [("1.250", 1250), ("2.000", 2000), ("1 250", 1250), ("\u22121'250", -1250)]
)
def test_a_whole_number_has_no_decimals(typed: str, number: int) -> None:
    assert KINDS["number"].parse(WHOLE, typed, TODAY) == number


@pytest.mark.parametrize("typed", ["1.250,00", "1,250.00", "1 250,00 €", "1\u202f250", "1250", "€ 1'250.00"])
def test_an_amount_in_any_notation(typed: str) -> None:
    assert KINDS["money"].parse(WHOLE, typed, TODAY) == "1250.00"


@pytest.mark.parametrize("language", ["et", "en", "ru"])
@pytest.mark.parametrize("stored", [1.125, 1250.5, 0.125, 12.25])
def test_a_stored_number_is_shown_as_it_is_read_back(stored: float, language: str) -> None:
    with override(language):
        shown = KINDS["number"].to_input(WITH_DECIMALS, stored)
        assert KINDS["number"].parse({"decimals": 4}, shown, TODAY) == stored


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u202c", "\u202d", "\ufeff", "\u200d"])
def test_codes_and_addresses_lose_invisible_signs(sign: str) -> None:
    typed = {
        "personal_code": f"3800{sign}1085718",
        "iban": f"EE38{sign}2200221020145685",
        "phone": f"+372{sign} 555 1234",
    }
    for kind, text in typed.items():
        assert sign not in KINDS[kind].parse(WHOLE, text, TODAY)
    assert KINDS["email"].parse(WHOLE, f"jyri@{sign}õunapuu.ee", TODAY) == "jyri@xn--unapuu-oxa.ee"
