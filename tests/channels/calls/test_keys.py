"""Values derived from the installation's secret do not change between versions."""

from __future__ import annotations

import pytest

from raekoda.channels.calls.actions import keys
from raekoda.channels.calls.models import ExchangeKey
from raekoda.channels.calls.numbers import hash_number


@pytest.fixture(autouse=True)
def _secret(settings: object) -> None:
    settings.SECRET_KEY = "unchanging"  # type: ignore[attr-defined]


def test_an_exchange_keeps_its_secret() -> None:
    key = ExchangeKey(municipality_id=1, ref="0123456789")
    assert keys.get_secret(key) == "8466041996387368902034459434b9b59d82535ea3180ba271cb105b1e614918"


def test_a_caller_is_known_again() -> None:
    assert hash_number("5550 1234", 1) == "a6720b0c6bad6497d797fee62f1a5e4d1ac42c4768da5524bbc91c5f86f7eee0"
