"""Amounts, conditions, terms and acts are on the service's page, in the list and in open data."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.actions import add_municipality
from raekoda.registry.benefits import actions
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.services import actions as service_actions
from tests.registry.benefits.conftest import SYSTEM, in_, make_benefit, make_rule


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "tartu.localhost"})


def test_the_service_page_shows_amount_conditions_terms_and_act(school: BenefitRule, visitor: Client) -> None:
    add_municipality(school.municipality.code, actor=SYSTEM)
    page = visitor.get("/en/teenused/koolitoetus/").content.decode()
    for text in ("50\xa0€", "classes 1 to 3", "1 September – 15 September", "by 1 October", "Toetuste kord, § 4",
                  "Not checked against the act in force"):  # fmt: skip
        assert text in page
    school.is_verified = True
    actions.save_rule(school, actor=SYSTEM)
    assert "Not checked" not in visitor.get("/en/teenused/koolitoetus/").content.decode()


def test_the_remark_on_an_old_amount_is_shown(funeral: BenefitRule, visitor: Client) -> None:
    assert "figure of 2018" in visitor.get("/en/teenused/matusetoetus/").content.decode()
    assert "2018. aasta määr" in visitor.get("/toetused/").content.decode()


def test_benefits_of_services_that_are_not_public_are_hidden(
    school: BenefitRule, funeral: BenefitRule, other_municipality: Municipality, visitor: Client
) -> None:
    with in_(other_municipality):
        make_rule(make_benefit(other_municipality, "vooras", "other", "Võõras toetus"), date(2020, 1, 1))
    service_actions.unpublish(funeral.benefit.service, SYSTEM)
    for address in ("/toetused/", "/toetused/andmed.json", "/toetused/andmed.csv"):
        text = visitor.get(address).content.decode()
        assert "Koolitoetus" in text
        assert "Matusetoetus" not in text
        assert "Võõras" not in text


def test_the_data_hold_every_rule_with_its_source(school: BenefitRule, visitor: Client) -> None:
    answer = visitor.get("/toetused/andmed.json").json()
    assert answer["municipality"]["code"] == "0793"
    (row,) = answer["rules"]
    assert (row["amount"], row["apply_from"], row["is_verified"]) == ("50.00", "09-01", False)
    assert row["conditions"][0] == {"kind": "child_in_class", "from": 1, "to": 3}
    table = list(csv.DictReader(io.StringIO(visitor.get("/toetused/andmed.csv").content.decode("utf-8-sig"))))
    assert table[0]["source_act"] == "Toetuste kord"


def test_the_list_takes_as_many_queries_for_one_benefit_as_for_thirty(
    municipality: Municipality, visitor: Client, django_assert_max_num_queries: object
) -> None:
    def queries() -> int:
        from django.db import connection

        visitor.get("/toetused/")  # what processes cache for some seconds may have expired
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert visitor.get("/toetused/").status_code == 200
        return len(captured)

    make_rule(make_benefit(municipality, "t0", "other", "Toetus 0"), date(2020, 1, 1))
    one = queries()
    for number in range(1, 30):
        make_rule(
            make_benefit(municipality, f"t{number}", "other", f"Toetus {number}"),
            date(2020, 1, 1),
            amount=Decimal(number),
        )
    assert queries() == one
