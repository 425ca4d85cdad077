"""Every kind of condition that there is."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from raekoda.registry.benefits.conditions import judging, words
from raekoda.registry.benefits.conditions.choices import PeriodUnit, Since, Whose
from raekoda.registry.benefits.conditions.kind import ConditionKind, Parameter, Parameters
from raekoda.registry.benefits.facts import Relation

START_OF = {Since.DEATH: "died_on", Since.BIRTH: "child_born_on", Since.EVENT: "event_on"}


def _looks_at(*names: str) -> Callable[[Parameters], tuple[str, ...]]:
    return lambda parameters: names


def _resident_facts(whose: str) -> Callable[[Parameters], tuple[str, ...]]:
    def names(parameters: Parameters) -> tuple[str, ...]:
        residence = f"{whose}_residence"
        return (residence, f"{whose}_resident_since", "applied_on") if "day" in parameters else (residence,)

    return names


def _period_facts(parameters: Parameters) -> tuple[str, ...]:
    return ("applied_on", START_OF[Since(parameters["of"])])


def _age_facts(parameters: Parameters) -> tuple[str, ...]:
    return (f"{parameters['whose']}_born_on", "applied_on")


REGISTERED_ON = Parameter("day", gettext_lazy("on the day (month-day)"), "day", required=False)

_ALL = (
    ConditionKind(
        "child_in_class", gettext_lazy("The child is in a class"), _looks_at("child_class"),
        (Parameter("from", gettext_lazy("from class"), "number"), Parameter("to", gettext_lazy("to class"), "number")),
        judging.in_class, words.in_class,
    ),
    ConditionKind(
        "child_registered_here", gettext_lazy("The child is registered here"), _resident_facts("child"),
        (REGISTERED_ON,), judging.resident("child"), words.child_resident,
    ),
    ConditionKind(
        "parent_registered_here", gettext_lazy("At least one parent is registered here"),
        _looks_at("parent_residences"), (), judging.parent_resident, words.parent_resident,
    ),
    ConditionKind(
        "applicant_registered_here", gettext_lazy("The applicant is registered here"), _resident_facts("applicant"),
        (REGISTERED_ON,), judging.resident("applicant"), words.applicant_resident,
    ),
    ConditionKind(
        "deceased_lived_here", gettext_lazy("The last residence of the person who died was here"),
        _looks_at("deceased_residence"), (), judging.last_residence, words.deceased,
    ),
    ConditionKind(
        "applied_within", gettext_lazy("The application comes in time"), _period_facts,
        (
            Parameter("length", gettext_lazy("within"), "number"),
            Parameter("unit", gettext_lazy("counted in"), "choice", tuple(PeriodUnit.choices)),
            Parameter("of", gettext_lazy("counted from"), "choice", tuple(Since.choices)),
        ),
        judging.applied_within, words.applied_within,
    ),
    ConditionKind(
        "income_below", gettext_lazy("The income for each member of the household is below a limit"),
        _looks_at("income_per_member"), (Parameter("amount", gettext_lazy("euros a month"), "money"),),
        judging.income_below, words.income_below,
    ),
    ConditionKind(
        "age", gettext_lazy("Age"), _age_facts,
        (
            Parameter("whose", gettext_lazy("whose"), "choice", tuple(Whose.choices)),
            Parameter("from", gettext_lazy("from, years"), "number"),
            Parameter("to", gettext_lazy("to, years"), "number", required=False),
        ),
        judging.age, words.age,
    ),
    ConditionKind(
        "applicant_is", gettext_lazy("Who the applicant is to the person who died"), _looks_at("relation"),
        (Parameter("relations", gettext_lazy("one of"), "choices", tuple(Relation.choices)),),
        judging.is_relation, words.applicant_is,
    ),
    ConditionKind(
        "applicant_paid", gettext_lazy("The applicant paid the costs"), _looks_at("paid_costs"), (), judging.paid,
        words.paid,
    ),
)  # fmt: skip
KINDS: dict[str, ConditionKind] = {kind.code: kind for kind in _ALL}
