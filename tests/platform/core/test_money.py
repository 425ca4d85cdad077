"""Amounts as the language in use writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import engines
from django.utils.translation import override

from raekoda.platform.core.money import euros


@pytest.mark.parametrize(
    ("language", "amount", "whole", "short"),
    [
        ("et", Decimal("1250"), "1\xa0250,00\xa0€", "1\xa0250\xa0€"),
        ("et", Decimal("12.5"), "12,50\xa0€", "12,50\xa0€"),
        ("en", Decimal("1250.00"), "1,250.00\xa0€", "1,250\xa0€"),
        ("ru", 50, "50,00\xa0€", "50\xa0€"),
    ],
)
def test_in_python_and_in_templates(language: str, amount: Decimal, whole: str, short: str) -> None:
    template = engines["django"].from_string("{% load ui %}{{ amount|euros }} {{ amount|short_euros }}")
    with override(language):
        assert euros(amount) == whole
        assert euros(amount, short=True) == short
        assert template.render({"amount": amount}) == f"{whole} {short}"
