"""Numbers in the notation of three languages: one reading, a question, or a refusal; never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from raekoda.platform.core.numbers import DoubtfulNumber, NotANumber, as_typed, parse, readings


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1250", "1250"), ("007", "7"), ("1,5", "1.5"), ("1.5", "1.5"), (".5", "0.5"), ("5,", "5"), ("0,125", "0.125"),
        ("1.2500", "1.25"), ("1234.567", "1234.567"), ("1 250", "1250"), ("1\u00a0250,00\u00a0€", "1250"),
        ("1\u202f250", "1250"),
        ("1\u00a0250 000", "1250000"), ("1\u2009250,5", "1250.5"), ("1 250,500", "1250.5"), ("1'250.50", "1250.5"),
        ("1\u2019250", "1250"), ("1.250,00", "1250"), ("1,250.00", "1250"), ("1.250.000", "1250000"),
        ("1,250,000", "1250000"), ("1,250,000.75", "1250000.75"), ("1.250.000,7", "1250000.7"), ("€1,250.00", "1250"),
        ("1 250 eurot", "1250"), ("1 250 EUR", "1250"), ("EUR 12,50", "12.5"), ("1 250 евро", "1250"), ("50.-", "50"),
        ("50,\u2013", "50"), ("-5", "-5"), ("\u22125,5", "-5.5"), ("\u20131 250", "-1250"), ("-€5", "-5"), ("+7", "7"),
        ("\u200b12\ufeff", "12"), ("\uff11\uff12", "12"), ("1.250,000", "1250"),
    ],
)  # fmt: skip
def test_one_reading(text: str, number: str) -> None:
    assert parse(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.250", "1,250", "2.000", "12.000", "999,999", "-1.250", "1.250 €"])
def test_a_text_with_two_readings_is_asked_about(text: str) -> None:
    with pytest.raises(DoubtfulNumber):
        parse(text)
    assert len(readings(text)) == 2


@pytest.mark.parametrize(
    "text",
    ["one", "1e5", "NaN", "Infinity", "--5", "1 2", "12 34", "1.25.000", "24.02.2026", "1,25,000", "1.250,00,5", "10²",
     "½", "1 250.00.0", "$5", "5%", "0x10", "1_000", "1" * 70, "12 345 67", "1.2500.000"],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NotANumber):
        parse(text)


def test_nothing_and_numbers_of_json_and_spreadsheets() -> None:
    assert parse(None) is None
    assert parse(" \u00a0") is None
    assert parse(1.25) == Decimal("1.25")
    assert parse(1.125) == Decimal("1.125")
    with pytest.raises(NotANumber):
        parse(True)
    with pytest.raises(NotANumber):
        parse(float("nan"))


@pytest.mark.parametrize(("language", "decimals"), [("et", "1,25"), ("en", "1.25"), ("ru", "1,25")])
def test_the_question_names_both_readings_as_they_can_be_typed(language: str, decimals: str) -> None:
    with override(language), pytest.raises(DoubtfulNumber) as raised:
        parse("1.250")
    assert "1\u00a0250" in str(raised.value)
    assert decimals in str(raised.value).replace("“1.250”", "").replace("„1.250“", "")
    assert parse("1\u00a0250") == 1250
    assert parse(decimals) == Decimal("1.25")


def test_three_decimals_have_a_way_to_be_written() -> None:
    with override("et"), pytest.raises(DoubtfulNumber, match="1,2550"):
        parse("1.255")
    assert parse("1,2550") == Decimal("1.255")


@given(
    st.decimals(min_value=-(10**11), max_value=10**11, places=4, allow_nan=False), st.sampled_from(["et", "en", "ru"])
)
def test_what_is_shown_is_read_back(number: Decimal, language: str) -> None:
    with override(language):
        assert parse(as_typed(number)) == number
        assert parse(as_typed(number, thousands="\u00a0")) == number


@given(st.text(alphabet="0123456789.,  '-€\u00a0", max_size=14))
def test_every_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except NotANumber:
        return


class Numbers(forms.Form):
    amount = forms.DecimalField(max_digits=9, decimal_places=2, required=False)
    people = forms.IntegerField(required=False)
    length = forms.FloatField(required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize("language", ["et", "en", "ru"])
def test_form_fields_of_django_read_them(language: str) -> None:
    with override(language):
        form = Numbers({"amount": "1 250,00 €", "people": "2.000", "length": "\u22121\u202f250,5", "lon": "26.722"})
        assert form.is_valid(), form.errors
        assert form.cleaned_data == {"amount": 1250, "people": 2000, "length": -1250.5, "lon": 26.722}
        doubtful = Numbers({"amount": "1.250", "people": "2,5", "length": "12.000"})
        assert set(doubtful.errors) == {"amount", "people", "length"}
        assert "1\u00a0250" in doubtful.errors["amount"][0]


def test_a_stored_number_is_shown_as_it_is_typed() -> None:
    with override("et"):
        form = Numbers(initial={"amount": Decimal("1250.50"), "people": 2000, "length": 1.125, "lon": 26.722})
        assert 'value="1250,50"' in str(form["amount"])
        assert 'inputmode="decimal"' in str(form["amount"])
        assert 'value="2000"' in str(form["people"])
        assert 'value="1,1250"' in str(form["length"])
        assert 'value="26.722"' in str(form["lon"])
