"""What a person can take along, what is forgotten and when, what is filled in, and lists that stay light."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases.retention import anonymise_overdue
from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Session
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications import actions, prefill, presenters
from raekoda.selfservice.applications.models import Application, Decision, Draft, File, Payout, Term
from tests.selfservice.applications.conftest import IBAN, IN_WINDOW, SYSTEM, Town
from tests.selfservice.applications.test_pages import picture


def resident(town: Town) -> Resident:
    return Resident(town.mari, town.mari, None, Session())


def holding() -> Any:
    return personal_data_sources["applications"]


def test_a_person_takes_everything_along(town: Town) -> None:
    town.decided()
    town.draft(email="mustand@example.ee")
    text = str(holding().export(town.mari))
    for part in (IBAN, "Mia Maasikas", "granted", "50.00", "mustand@example.ee"):
        assert part in text
    of_child = str(holding().export(town.child))
    assert "granted" in of_child and IBAN not in of_child
    assert holding().export(town.jaan) == []


def test_on_request_drafts_go_and_decisions_stay_with_the_reason(town: Town) -> None:
    town.decided()
    town.draft()
    became = holding().erase(town.mari, SYSTEM)
    assert (became.deleted, became.retained) == (1, 1)
    assert became.reason and became.until
    assert not Draft.objects.exists() and Application.objects.get().data
    assert holding().erase(town.mari, SYSTEM).deleted == 0


def test_after_its_period_the_application_is_empty(
    town: Town, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    draft = town.draft()
    town.resident().post(f"/iseteenindus/taotlused/{draft.ref}/samm/laps/",
                         {"child_name": "Mia", "child_class": "2", "proof": picture(), "do": "next"})  # fmt: skip
    application = actions.send(Draft.objects.get(), actor=town.parent)
    kept = File.objects.get().file.name
    decision = town.decided(application)
    with clock.at(IN_WINDOW + timedelta(days=6 * 366)):
        assert anonymise_overdue(town.municipality) == 0
    with clock.at(IN_WINDOW + timedelta(days=8 * 366)), django_capture_on_commit_callbacks(execute=True):
        assert anonymise_overdue(town.municipality) == 1
        assert anonymise_overdue(town.municipality) == 0
    application.refresh_from_db()
    decision.refresh_from_db()
    assert (application.answers, application.data, File.objects.count()) == ("", {}, 0)
    assert (decision.reasons, decision.account, decision.file.name) == ("", "", "")
    assert (decision.outcome, decision.amount) == ("granted", 50)
    page = town.staff().get(f"/toolaud/juhtum/{application.case.number}/")
    assert page.status_code == 200 and "kustutatud" in page.content.decode()
    assert town.resident().get(f"/iseteenindus/taotlused/{application.ref}/").status_code == 200
    assert not default_storage.exists(kept)


def test_old_drafts_go_by_the_dated_rule(town: Town) -> None:
    town.draft()
    days = Term.objects.get(kind="draft", municipality=None).days
    with clock.at(IN_WINDOW + timedelta(days=days - 1)):
        assert actions.discard_old_drafts(town.municipality) == 0
    Term.objects.create(
        kind="draft", days=5, valid_from=IN_WINDOW.date(), source="Oma kord", municipality=town.municipality
    )
    with clock.at(IN_WINDOW + timedelta(days=6)):
        assert actions.discard_old_drafts(town.municipality) == 1
        assert actions.discard_old_drafts(town.municipality) == 0


def test_the_next_form_knows_what_was_answered_before(town: Town) -> None:
    town.sent(email="varem@example.ee")
    assert prefill.earlier_answers(town.mari, ["earlier.email", "earlier.nothing"]) == {
        "earlier.email": "varem@example.ee"
    }
    assert prefill.earlier_answers(town.jaan, ["earlier.email"]) == {}


def test_a_persons_page_says_where_it_stands(town: Town) -> None:
    town.draft()
    assert [(row.status, row.needs_action) for row in presenters.rows(resident(town), 5)] == [("veel saatmata", True)]
    actions.send(Draft.objects.get(), actor=town.parent)
    assert [row.status for row in presenters.rows(resident(town), 5)] == ["saabunud"]
    town.decided(Application.objects.get())
    assert [row.status for row in presenters.rows(resident(town), 5)] == ["rahuldatud"]
    assert town.resident().get("/iseteenindus/").status_code == 200


@pytest.mark.parametrize("path", ["/iseteenindus/taotlused/", "/toolaud/taotlused/"])
def test_lists_ask_the_database_as_often_for_ten_as_for_two(town: Town, path: str) -> None:
    client: Client = town.staff() if path.startswith("/toolaud") else town.resident()
    counts = []
    for more in (2, 8):
        for _each in range(more):
            town.sent()
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
        assert not any('"applications_application"."answers"' in each["sql"] for each in asked)
    assert counts[0] == counts[1]


def test_the_section_asks_at_most_twice(town: Town) -> None:
    for _each in range(3):
        town.sent()
    town.draft()
    with CaptureQueriesContext(connection) as asked:
        assert len(presenters.rows(resident(town), 5)) == 4
    assert len(asked) == 2


def test_forgetting_keeps_the_sum_and_drops_the_account(town: Town) -> None:
    town.decided()
    actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    actions.erase_application(Application.objects.get(), actor=Actor.system())
    payout = Payout.objects.get()
    assert (payout.account, payout.payee, payout.amount) == ("", "", 50)
    assert Decision.objects.get().account == ""
