"""Entitlement is assessed by the rule of the day; unknown facts give an unknown result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from raekoda.registry.benefits import conditions, days, queries, rules
from raekoda.registry.benefits.facts import NAMES, Facts
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.benefits.rules import Entitled, Result
from tests.registry.benefits.conftest import make_rule

MARI = Facts(
    applied_on=date(2026, 9, 7), child_class=2, child_residence="0793", parent_residences=("0171", "0793")
)  # fmt: skip


def results(rule: BenefitRule, facts: Facts) -> dict[str, Result]:
    return {finding.kind: finding.result for finding in rules.assess(rule, facts).findings}


def test_a_child_of_class_two_whose_parent_lives_in_tartu_gets_fifty_euros(school: BenefitRule) -> None:
    assessment = rules.assess(school, MARI)
    assert (assessment.entitled, assessment.amount) == (Entitled.YES, Decimal(50))
    assert {finding.result for finding in assessment.findings} == {Result.MET}
    assert assessment.findings[0].sentences["et"] != assessment.findings[0].sentences["en"]
    assert assessment.findings[0].source == "Toetuste kord, § 4"


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"child_class": 4}, "child_in_class"),
        ({"child_residence": "0171"}, "child_registered_here"),
        ({"parent_residences": ("0171",)}, "parent_registered_here"),
        ({"applied_on": date(2026, 8, 31)}, "application_window"),
        ({"applied_on": date(2026, 9, 16)}, "application_window"),
    ],
)
def test_each_condition_that_is_not_met_refuses_and_says_so(
    school: BenefitRule, change: dict[str, Any], broken: str
) -> None:
    assessment = rules.assess(school, replace(MARI, **change))
    assert (assessment.entitled, assessment.amount) == (Entitled.NO, None)
    assert [f.kind for f in assessment.findings if f.result == Result.NOT_MET] == [broken]


@pytest.mark.parametrize(
    "unknown", [{"child_class": None}, {"child_residence": None}, {"parent_residences": None}, {"applied_on": None},
                {"parent_residences": ("0171", None)}],
)  # fmt: skip
def test_missing_facts_give_an_unknown_result(school: BenefitRule, unknown: dict[str, Any]) -> None:
    assessment = rules.assess(school, replace(MARI, **unknown))
    assert (assessment.entitled, assessment.amount) == (Entitled.UNKNOWN, Decimal(50))
    assert assessment.missing == list(unknown)


def test_a_no_outweighs_what_is_not_known(school: BenefitRule) -> None:
    assert rules.assess(school, replace(MARI, child_class=9, child_residence=None)).entitled == Entitled.NO


def test_the_window_ends_on_the_next_working_day() -> None:
    assert days.is_within(date(2024, 9, 16), "09-01", "09-15"), "15 September 2024 was a Sunday"
    assert not days.is_within(date(2024, 9, 17), "09-01", "09-15")
    assert days.is_within(date(2027, 1, 5), "12-01", "01-10"), "over the turn of the year"
    assert not days.is_within(date(2027, 2, 1), "12-01", "01-10")


def test_earlier_deaths_are_assessed_by_the_rule_of_their_day(funeral: BenefitRule) -> None:
    funeral.valid_to = date(2022, 12, 31)
    funeral.save()
    newer = make_rule(funeral.benefit, date(2023, 1, 1), amount=Decimal(300), conditions=funeral.conditions)
    old = Facts(died_on=date(2022, 12, 31), deceased_residence="0793", applied_on=date(2026, 11, 1))
    rule = queries.rule_for(funeral.benefit, old)
    assert rule == funeral
    assert rules.assess(rule, old).amount == Decimal(250)
    assert queries.rule_for(funeral.benefit, replace(old, died_on=date(2023, 1, 1))) == newer
    assert queries.rule_for(funeral.benefit, replace(old, died_on=date(2017, 12, 31))) is None
    assert queries.rule_for(funeral.benefit, replace(old, died_on=None)) is None, "no day, no rule: never a guess"


def test_a_table_gives_the_first_amount_whose_conditions_are_all_met(school: BenefitRule) -> None:
    first = {"conditions": [{"kind": "child_in_class", "from": 1, "to": 1}], "amount": "120.50"}
    school.table = [first]
    assert rules.get_amount(school, replace(MARI, child_class=1)) == Decimal("120.50")
    assert rules.get_amount(school, MARI) == Decimal(50)
    assert rules.get_amount(school, replace(MARI, child_class=None)) is None, "not known which row counts"


def test_residence_on_a_day_needs_to_be_known_for_that_day() -> None:
    (condition,) = conditions.read([{"kind": "child_registered_here", "day": "09-01"}])
    here = replace(MARI, child_resident_since=date(2026, 9, 2))
    assert condition.evaluate(here, "0793") is False, "moved in a day late"
    assert condition.evaluate(replace(here, child_resident_since=date(2026, 9, 1)), "0793") is True
    assert condition.evaluate(replace(here, child_resident_since=None), "0793") is None
    assert condition.evaluate(replace(here, child_residence="0171"), "0793") is None, (
        "lived elsewhere since; before, unknown"
    )


def test_periods_for_applying_and_income_and_age() -> None:
    within, income, age, who, paid = conditions.read(
        [
            {"kind": "applied_within", "length": 6, "unit": "months", "of": "death"},
            {"kind": "income_below", "amount": "320.00"},
            {"kind": "age", "whose": "child", "from": 7, "to": 19},
            {"kind": "applicant_is", "relations": ["spouse", "child"]},
            {"kind": "applicant_paid"},
        ]
    )
    facts = Facts(
        died_on=date(2025, 8, 31), applied_on=date(2026, 3, 2), income_per_member=Decimal("319.99"),
        child_born_on=date(2019, 3, 3), relation="child", paid_costs=True,
    )  # fmt: skip
    assert within.evaluate(facts, "0793") is True, "28 February 2026 was a Saturday"
    assert within.evaluate(replace(facts, applied_on=date(2026, 3, 3)), "0793") is False
    assert income.evaluate(facts, "0793") is True
    assert income.evaluate(replace(facts, income_per_member=Decimal(320)), "0793") is False
    assert age.evaluate(facts, "0793") is False, "seven only tomorrow"
    assert who.evaluate(facts, "0793") is True
    assert who.evaluate(replace(facts, relation="other"), "0793") is False
    assert paid.evaluate(replace(facts, paid_costs=None), "0793") is None


def test_the_last_day_for_paying(school: BenefitRule, funeral: BenefitRule) -> None:
    assert rules.pay_day(school, date(2026, 9, 7)) == date(2026, 10, 1)
    assert rules.pay_day(funeral, date(2026, 11, 2)) == date(2026, 12, 2)


@pytest.mark.parametrize(
    "data",
    [
        "x", {}, [1], [{"kind": "made_up"}], [{"kind": "child_in_class", "from": 1}],
        [{"kind": "child_in_class", "from": "a", "to": 3}],
        [{"kind": "income_below", "amount": "NaN"}], [{"kind": "child_registered_here", "day": "02-30"}],
        [{"kind": "applicant_is", "relations": ["neighbour"]}],
    ],
)  # fmt: skip
def test_conditions_are_a_closed_set(data: Any) -> None:
    with pytest.raises(ValidationError):
        conditions.read(data)


@given(
    st.dictionaries(st.sampled_from(NAMES), st.one_of(st.none(), st.text(), st.integers(), st.booleans(), st.dates()))
)
def test_any_input_is_parsed_or_unknown(values: dict[str, Any]) -> None:
    facts = Facts.read(values)
    assert Facts.read(facts.as_json()) == facts


def test_every_kind_describes_itself_and_names_existing_facts() -> None:
    samples = {"number": 2, "money": "10.00", "day": "09-01"}
    for kind in conditions.KINDS.values():
        parameters = {
            parameter.name: samples.get(parameter.type)
            or ([parameter.choices[0][0]] if parameter.type == "choices" else parameter.choices[0][0])
            for parameter in kind.parameters
        }
        (condition,) = conditions.read([{"kind": kind.code, **parameters}])
        assert condition.describe("Tartu linn").endswith(".")
        assert set(condition.facts) <= set(NAMES)
        assert condition.evaluate(Facts(), "0793") is None, f"{kind.code}: no facts, no result"
        assert conditions.read([condition.as_json()]) == [condition]
