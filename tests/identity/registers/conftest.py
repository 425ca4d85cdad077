"""A security server with made-up registers behind it, a city connected to it, people the registers know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from raekoda.identity.persons.models import Person
from raekoda.identity.places.models import Area
from raekoda.identity.registers import actions
from raekoda.identity.registers.models import Connection
from raekoda.identity.registers.practice import People, PracticeServer, running
from raekoda.identity.registers.practice.server import PROVIDER, REGISTERS
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import lights, make_case, official, operator, resident, unit
from tests.identity.persons.factory import CHILD, FIRM, MARI, person
from tests.shells.desk.conftest import oskar, oskar_acts, signed_in, staff

__all__ = [
    "lights",
    "make_case",
    "official",
    "operator",
    "oskar",
    "oskar_acts",
    "resident",
    "signed_in",
    "staff",
    "unit",
]
CLIENT = "EE-PRACTICE/GOV/75006546/raekoda"
SYSTEM = Actor.system()


def made_up() -> People:
    """Mari of Annelinn and her child in class 2.b; a firm that she may act for."""
    return People(
        residence={
            MARI: {"address": "Kalda tee 1-2", "settlementCode": "8151", "municipalityCode": "0793", "validFrom": "2019-05-01"}
        },
        children={
            MARI: [
                {"personCode": CHILD, "givenName": "Mia", "familyName": "Maasikas", "hasCustody": "true", "relation": "parent"}
            ]
        },
        schools={
            CHILD: {"school": {"name": "Näidiskool", "registryCode": "75000001"}, "grade": 2, "letter": "b",
                    "startedOn": "2024-09-01"}
        },
        mandates={f"EE{MARI}": [
            {"representee": {"type": "LEGAL_PERSON", "legalName": "Näidis OÜ", "identifier": f"EE{FIRM}"},
             "delegate": {"type": "NATURAL_PERSON", "firstName": "Mari", "surname": "Maasikas", "identifier": f"EE{MARI}"},
             "mandates": [{"role": "BR_REPRIGHT:SOLEREP", "validityPeriod": {"from": "2020-01-01"}}]}
        ]},
    )  # fmt: skip


@pytest.fixture
def practice() -> Iterator[PracticeServer]:
    with running(made_up(), clients={CLIENT}) as there:
        yield there


@pytest.fixture
def connected(municipality: Municipality, practice: PracticeServer) -> Connection:
    return connect(municipality, practice.url)


def connect(municipality: Municipality, url: str) -> Connection:
    """The city's subsystem at a security server, and the three registers behind it."""
    made = actions.connect(
        municipality, actor=SYSTEM, server=url, instance="EE-PRACTICE", member_class="GOV", member_code="75006546",
        subsystem="raekoda",
    )  # fmt: skip
    for key, subsystem in REGISTERS.items():
        actions.set_register(
            municipality, key, actor=SYSTEM, instance=PROVIDER.instance, member_class=PROVIDER.member_class,
            member_code=PROVIDER.code, subsystem=subsystem, seconds=2,
        )  # fmt: skip
    return made


@pytest.fixture
def mari(municipality: Municipality) -> Person:
    return person(municipality)


@pytest.fixture
def settlement(db: None) -> Area:
    """Tartu linn as a settlement of EHAK."""
    return Area.objects.create(kind="settlement", code="8151", name="Tartu linn")
