"""A value for each municipality: built once, built again when a row of its models changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save

from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> list[int]:
    return []


@pytest.fixture
def numbers(built: list[int]) -> Iterator[MunicipalityCache[int]]:
    def build(municipality_id: int) -> int:
        built.append(municipality_id)
        return len(built)

    made = MunicipalityCache("test-numbers", build, Municipality)
    yield made
    for signal in (post_save, post_delete):
        signal.disconnect(made._changed, sender=Municipality)
    cache.clear()


def test_a_value_is_built_once_for_each_municipality(numbers: MunicipalityCache[int], built: list[int]) -> None:
    assert [numbers.get(1), numbers.get(1), numbers.get(2), numbers.get(1)] == [1, 1, 2, 1]
    assert built == [1, 2]


def test_a_saved_row_of_all_municipalities_empties_every_value(
    numbers: MunicipalityCache[int], built: list[int], municipality: Municipality
) -> None:
    numbers.get(1)
    numbers.get(2)
    municipality.save()
    assert [numbers.get(1), numbers.get(2)] == [3, 4]


def test_another_process_makes_a_value_old(numbers: MunicipalityCache[int], built: list[int]) -> None:
    numbers.get(1)
    cache.clear()
    assert numbers.get(1) == 2
