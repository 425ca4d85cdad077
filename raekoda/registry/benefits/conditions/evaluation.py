"""Evaluation of each kind of condition: True, False, or None when the facts are not sufficient. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from raekoda.identity.persons.rules import age_on
from raekoda.registry.benefits import days
from raekoda.registry.benefits.conditions.choices import Since
from raekoda.registry.benefits.conditions.kind import Parameters
from raekoda.registry.benefits.facts import Facts


def resident(whose: str) -> Callable[[Parameters, Facts, str], bool | None]:
    def evaluate(parameters: Parameters, facts: Facts, home: str) -> bool | None:
        code, since = getattr(facts, f"{whose}_residence"), getattr(facts, f"{whose}_resident_since")
        if code is None:
            return None
        if "day" not in parameters:
            return bool(code == home)
        if facts.applied_on is None or since is None:
            return None
        day = days.in_year(parameters["day"], facts.applied_on.year)
        if code == home:
            return bool(since <= day)
        return False if since <= day else None

    return evaluate


def parent_resident(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    codes = facts.parent_residences
    if codes is None:
        return None
    if home in codes:
        return True
    return None if None in codes or not codes else False


def in_class(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    if facts.child_class is None:
        return None
    return bool(parameters["from"] <= facts.child_class <= parameters["to"])


def last_residence(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    return None if facts.deceased_residence is None else facts.deceased_residence == home


def _start(since: str, facts: Facts) -> date | None:
    return {Since.DEATH: facts.died_on, Since.BIRTH: facts.child_born_on, Since.EVENT: facts.event_on}[Since(since)]


def applied_within(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    start = _start(parameters["of"], facts)
    if start is None or facts.applied_on is None:
        return None
    return facts.applied_on <= days.last_day(start, parameters["length"], parameters["unit"])


def income_below(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    return None if facts.income_per_member is None else facts.income_per_member < Decimal(parameters["amount"])


def age(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    born_on = getattr(facts, f"{parameters['whose']}_born_on")
    if born_on is None or facts.applied_on is None:
        return None
    return bool(parameters["from"] <= age_on(born_on, facts.applied_on) <= parameters.get("to", 1000))


def is_relation(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    return None if facts.relation is None else facts.relation in parameters["relations"]


def paid(parameters: Parameters, facts: Facts, home: str) -> bool | None:
    return facts.paid_costs
