"""The panel of a case with its letters, their recipients by role, and their status."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases import actions
from raekoda.casework.letters import panels
from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from tests.casework.cases.conftest import SENDER, make_user


@pytest.fixture
def case(make_case, lights, unit, official: Actor):
    unit.email = "osakond@example.ee"
    unit.save()
    case = make_case(service=lights, contact=SENDER)
    follower = actions.follow(case, email="juhan@example.ee")
    actions.confirm_follow(follower.token)
    actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    return case


def test_letters_of_a_case_by_role_and_state(client: Client, case, operator: Actor) -> None:
    Letter.objects.filter(key__startswith="received:").update(status="failed", error="SMTPRecipientsRefused 550")
    client.force_login(operator.user)
    shown = client.get(f"/toolaud/juhtum/{case.number}/").content.decode()
    panel = shown[shown.index('id="kirjad"') :]
    for words in ("saatjale", "jälgijale", "üksusele või ametnikule", "SMTPRecipientsRefused 550", "ebaõnnestunud"):
        assert words in panel
    assert "juhan@example.ee" not in shown
    listed = client.get("/toolaud/kirjad/", {"juhtum": case.number}).content.decode()
    assert "SMTPRecipientsRefused 550" in listed
    assert client.get("/toolaud/kirjad/", {"juhtum": "2026-999999"}).status_code == 404


def test_nothing_for_those_who_do_not_see_letters(case, municipality, make_case) -> None:
    analyst = Actor.staff(make_user(municipality, "anna", Role.ANALYST))
    assert panels.context(case, analyst) is None
    assert panels.context(make_case(), Actor.system()) is None


def test_one_query_however_many_letters(case, operator: Actor) -> None:
    panels.context(case, operator)
    for number in range(30):
        Letter.objects.create(
            municipality=case.municipality, case=case, key=f"x:{number}", to="a@example.ee", subject="s"
        )
    with CaptureQueriesContext(connection) as asked:
        shown = panels.context(case, operator)
    assert len(asked) == 1 and shown is not None and shown["has_more"] and len(shown["rows"]) == panels.MOST_SHOWN
