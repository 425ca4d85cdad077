"""All kinds of conditions."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from raekoda.registry.benefits.conditions import evaluation, sentences
from raekoda.registry.benefits.conditions.choices import PeriodUnit, Since, Subject
from raekoda.registry.benefits.conditions.kind import ConditionKind, Parameter, Parameters
from raekoda.registry.benefits.facts import Relation

START_FACTS = {Since.DEATH: "died_on", Since.BIRTH: "child_born_on", Since.EVENT: "event_on"}


def _needs(*names: str) -> Callable[[Parameters], tuple[str, ...]]:
    return lambda parameters: names


def _resident_facts(whose: str) -> Callable[[Parameters], tuple[str, ...]]:
    def names(parameters: Parameters) -> tuple[str, ...]:
        residence = f"{whose}_residence"
        return (residence, f"{whose}_resident_since", "applied_on") if "day" in parameters else (residence,)

    return names


def _period_facts(parameters: Parameters) -> tuple[str, ...]:
    return ("applied_on", START_FACTS[Since(parameters["of"])])


def _age_facts(parameters: Parameters) -> tuple[str, ...]:
    return (f"{parameters['whose']}_born_on", "applied_on")


REGISTERED_ON = Parameter("day", gettext_lazy("on the day (month-day)"), "day", required=False)

_ALL = (
    ConditionKind(
        "child_in_class", gettext_lazy("The child is in a class"), _needs("child_class"),
        (Parameter("from", gettext_lazy("from class"), "number"), Parameter("to", gettext_lazy("to class"), "number")),
        evaluation.in_class, sentences.in_class,
    ),
    ConditionKind(
        "child_registered_here", gettext_lazy("The child is registered here"), _resident_facts("child"),
        (REGISTERED_ON,), evaluation.resident("child"), sentences.child_resident,
    ),
    ConditionKind(
        "parent_registered_here", gettext_lazy("At least one parent is registered here"),
        _needs("parent_residences"), (), evaluation.parent_resident, sentences.parent_resident,
    ),
    ConditionKind(
        "applicant_registered_here", gettext_lazy("The applicant is registered here"), _resident_facts("applicant"),
        (REGISTERED_ON,), evaluation.resident("applicant"), sentences.applicant_resident,
    ),
    ConditionKind(
        "deceased_lived_here", gettext_lazy("The last residence of the person who died was here"),
        _needs("deceased_residence"), (), evaluation.last_residence, sentences.deceased,
    ),
    ConditionKind(
        "applied_within", gettext_lazy("The application comes in time"), _period_facts,
        (
            Parameter("length", gettext_lazy("within"), "number"),
            Parameter("unit", gettext_lazy("counted in"), "choice", tuple(PeriodUnit.choices)),
            Parameter("of", gettext_lazy("counted from"), "choice", tuple(Since.choices)),
        ),
        evaluation.applied_within, sentences.applied_within,
    ),
    ConditionKind(
        "income_below", gettext_lazy("The income for each member of the household is below a limit"),
        _needs("income_per_member"), (Parameter("amount", gettext_lazy("euros a month"), "money"),),
        evaluation.income_below, sentences.income_below,
    ),
    ConditionKind(
        "age", gettext_lazy("Age"), _age_facts,
        (
            Parameter("whose", gettext_lazy("whose"), "choice", tuple(Subject.choices)),
            Parameter("from", gettext_lazy("from, years"), "number"),
            Parameter("to", gettext_lazy("to, years"), "number", required=False),
        ),
        evaluation.age, sentences.age,
    ),
    ConditionKind(
        "applicant_is", gettext_lazy("Who the applicant is to the person who died"), _needs("relation"),
        (Parameter("relations", gettext_lazy("one of"), "choices", tuple(Relation.choices)),),
        evaluation.is_relation, sentences.applicant_is,
    ),
    ConditionKind(
        "applicant_paid", gettext_lazy("The applicant paid the costs"), _needs("paid_costs"), (), evaluation.paid,
        sentences.paid,
    ),
)  # fmt: skip
KINDS: dict[str, ConditionKind] = {kind.code: kind for kind in _ALL}
