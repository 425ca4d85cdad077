"""Mari's case, and staff who look at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from raekoda.casework.cases.models import Case
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import Municipality
from tests.identity.persons.factory import actor_for, person
from tests.shells.desk.conftest import (
    lights,
    make_case,
    official,
    oskar,
    oskar_acts,
    other_unit,
    resident,
    signed_in,
    staff,
    unit,
)

__all__ = [
    "lights", "make_case", "official", "oskar", "oskar_acts", "other_unit", "resident", "signed_in", "staff", "unit",
]  # fmt: skip


@pytest.fixture
def mari(municipality: Municipality) -> Person:
    return person(municipality)


@pytest.fixture
def marisees(mari: Person, make_case: Callable[..., Case]) -> Case:
    return make_case(actor=actor_for(mari), person=mari, text="Lamp ei põle Kalda teel.")
