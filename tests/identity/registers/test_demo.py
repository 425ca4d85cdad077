"""The demo's practice registers: the municipality is connected to them, and they know the demo's residents."""

from __future__ import annotations

import json

from raekoda.identity.places.models import Area
from raekoda.identity.registers import actions, education, population, queries
from raekoda.identity.registers.practice import People, running
from raekoda.identity.registers.representations import refresh_representations
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.tools import practice
from raekoda.tools.demo import persons
from tests.identity.registers.conftest import SYSTEM


def test_the_demos_residents_are_known_to_its_registers(
    municipality: Municipality, official: Actor, settlement: Area
) -> None:
    Municipality.objects.update(is_demo=True)
    made = persons.persons(municipality)
    people = People.of(json.loads(practice.PEOPLE.read_text(encoding="utf-8")))
    with running(people) as there:
        practice.connect(there.url)
        practice.connect(there.url)
        for key in ("mari", "child", "son", "jaan"):
            found = population.get_residence(made[key], actor=official, purpose="Näide")
            assert found is not None
            assert found.area == settlement
        school = education.get_school(made["child"], actor=official, purpose="Näide")
        assert school is not None
        assert school.grade == 2
        before = set(made["mari"].represents.filter(ended_at=None).values_list("represented_id", flat=True))
        assert refresh_representations(made["mari"]) == []
        after = set(made["mari"].represents.filter(ended_at=None).values_list("represented_id", flat=True))
        assert before == after, "what the demo shows stays when its registers are asked"
        assert refresh_representations(made["jaan"]) == []


def test_a_connection_that_an_administrator_set_is_left_alone(municipality: Municipality) -> None:
    Municipality.objects.update(is_demo=True)
    actions.connect(
        municipality, actor=SYSTEM, server="http://127.0.0.1:1/", instance="EE", member_code="1", subsystem="a"
    )
    practice.connect("http://127.0.0.1:2")
    connection = queries.get_connection()
    assert connection is not None
    assert connection.server == "http://127.0.0.1:1/"
