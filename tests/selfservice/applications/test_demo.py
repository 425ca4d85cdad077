"""The demo's applications: at every stage, and no more of them when the demo is made again."""

from __future__ import annotations

import pytest

from raekoda.identity.accounts.models import Role, User
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Representation
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications.models import Application, Batch, Decision, Draft
from raekoda.tools.demo.applications import OFFICIALS, applications
from tests.casework.cases.conftest import make_user
from tests.identity.persons.factory import person
from tests.selfservice.applications.conftest import Town


def test_every_stage_and_twice_is_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.at(monkeypatch, month=11)
    people: dict[str, User] = {name: make_user(town.municipality, name, Role.OFFICIAL) for name in OFFICIALS}
    son = person(town.municipality, "51803159997", given_name="Mart")
    persons.save_representation(town.mari, son, Representation.Kind.PARENT, actor=Actor.system(), source="register")
    Representation.objects.update(valid_from="2026-01-01")
    known = {"mari": town.mari, "child": town.child, "son": son, "jaan": town.jaan}
    for _again in range(2):
        assert applications(town.municipality, known, people) == 3
        assert sorted(Decision.objects.values_list("state", flat=True)) == ["made", "waiting"]
        assert Batch.objects.get().state == "paid"
        assert Application.objects.filter(case__status="waiting").count() == 1
        assert Draft.objects.get().applicant == town.jaan
