"""The demo's forms are valid, in three languages, and can be completed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.forms import definition, filling, queries, validation
from raekoda.tools.demo import forms, read
from tests.registry.forms import factory

TODAY = date(2026, 9, 2)
ROWS = {row["service"]: definition.read(row["definition"]) for row in read("forms")}
CHILD: dict[str, Any] = {
    "child_name": "Mia Maasikas", "child_code": "61709210125", "child_address": "Raekoja plats 1", "school": "Näidiskool",
    "school_class": "3", "applicant_name": "Mari Maasikas", "applicant_code": "60001019906", "email": "mari@example.ee",
    "registered": True, "guardian": False, "account": "EE471000001020145685", "own_account": True, "sure": True,
}  # fmt: skip
EVENT: dict[str, Any] = {
    "organiser_kind": "person", "contact": "Jaan", "email": "jaan@example.ee", "phone": "55500000", "has_partner": False,
    "name": "Tänavapidu", "about": "Mängud ja kohvik", "place": "Kastani 1", "starts_on": "2026-09-12", "starts_at": "12:00",
    "ends_on": "2026-09-12", "ends_at": "20:00", "people": 80, "features": ["none"], "cleaning": "Koristame ise", "sure": True,
}  # fmt: skip


@pytest.mark.parametrize("slug", ROWS)
def test_there_are_no_errors_and_no_missing_texts(slug: str) -> None:
    found = [p.message for p in validation.problems(ROWS[slug]) if p.is_error or "puudub" in p.message]
    assert found == []


def test_a_simple_application_has_fewer_questions_than_a_large_one() -> None:
    assert filling.check(ROWS["koolitoetus"], CHILD, TODAY) == {}
    assert set(filling.check(ROWS["koolitoetus"], CHILD | {"guardian": True, "own_account": False}, TODAY)) == {
        "guardian_proof",
        "account_owner",
    }
    form = ROWS["avaliku-urituse-luba"]
    assert filling.check(form, EVENT, TODAY) == {}
    large = EVENT | {
        "people": 3000,
        "features": ["food", "sound", "road"],
        "organiser_kind": "firm",
        "ends_on": "2026-09-11",
    }
    assert set(filling.check(form, large, TODAY)) == {
        "stalls", "sound_until", "road", "plan", "safety", "organisation", "registry_code", "ends_on",
    }  # fmt: skip


def test_they_are_published_once_however_often_the_demo_starts(municipality: Municipality) -> None:
    service = factory.service(municipality)
    assert forms.forms(municipality, Actor.system()) == 1
    assert forms.forms(municipality, Actor.system()) == 1
    version = queries.published(service)
    assert version is not None and version.form.is_demo
