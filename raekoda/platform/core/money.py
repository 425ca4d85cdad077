"""Amounts of money as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format


def euros(amount: Decimal | int, *, short: bool = False) -> str:
    """An amount of euros as the language in use writes it: "1 250,00 €". ``short`` leaves out ",00": "50 €"."""
    decimals = 0 if short and amount % 1 == 0 else 2
    return f"{number_format(amount, decimals, use_l10n=True, force_grouping=True)}\u00a0€"
