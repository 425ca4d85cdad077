"""Assessing entitlement by a rule: pure functions. Unknown facts give an unknown result, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from raekoda.platform.core import clock
from raekoda.registry.benefits import days, tables
from raekoda.registry.benefits.conditions import Condition, facts_needed
from raekoda.registry.benefits.conditions import read as read_conditions
from raekoda.registry.benefits.facts import Facts

LANGUAGES = ("et", "en", "ru")
WINDOW = "application_window"


class Entitled(models.TextChoices):
    YES = "yes", gettext_lazy("yes")
    NO = "no", gettext_lazy("no")
    UNKNOWN = "unknown", gettext_lazy("not known")


class Result(models.TextChoices):
    MET = "met", gettext_lazy("met")
    NOT_MET = "not_met", gettext_lazy("not met")
    UNKNOWN = "unknown", gettext_lazy("not known")


class Rule(Protocol):
    """The attributes of a ``BenefitRule`` that are used here."""

    amount: Decimal | None
    table: Any
    conditions: Any
    apply_from: str
    apply_to: str
    pay_by: str
    pay_within_days: int | None
    source_act: str
    source_section: str
    source_link: str

    @property
    def home(self) -> str: ...

    @property
    def home_name(self) -> str: ...


@dataclass(frozen=True)
class Finding:
    """The result of one condition. ``sentences`` describe it by language; ``source`` is the act and section."""

    kind: str
    result: Result
    sentences: dict[str, str]
    source: str
    facts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "result": self.result.value, "words": self.sentences, "source": self.source}


@dataclass(frozen=True)
class Assessment:
    """Entitlement by a rule. ``amount`` is the benefit in euros: None when not entitled, or when the known facts do not
    determine the row of the table."""

    entitled: Entitled
    amount: Decimal | None
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[str]:
        """Names of the facts that are needed for a result."""
        unknown = (finding for finding in self.findings if finding.result == Result.UNKNOWN)
        return list(dict.fromkeys(name for finding in unknown for name in finding.facts))

    def as_json(self) -> dict[str, Any]:
        """For storing with a decision; contains results, no facts about the person."""
        return {
            "entitled": self.entitled.value,
            "amount": None if self.amount is None else str(self.amount),
            "findings": [finding.as_json() for finding in self.findings],
        }


def assess(rule: Rule, facts: Facts, further: Any = ()) -> Assessment:
    """Assess ``facts`` by ``rule``: its conditions, ``further`` ones (in the same format) and the window for applying."""
    conditions = read_conditions([*rule.conditions, *further])
    findings = tuple(_evaluate(condition, rule, facts) for condition in conditions)
    if rule.apply_from:
        findings += (_evaluate_window(rule, facts),)
    entitled = _combine(finding.result for finding in findings)
    return Assessment(entitled, None if entitled == Entitled.NO else get_amount(rule, facts), findings)


def get_amount(rule: Rule, facts: Facts) -> Decimal | None:
    """The amount in euros: of the first row of the table whose conditions are met, otherwise of the rule. None when it is
    unknown whether a row is met, or when no row is met and the rule has no amount."""
    for row in tables.read(rule.table):
        results = [condition.evaluate(facts, rule.home) for condition in row.conditions]
        if False in results:
            continue
        return None if None in results else row.amount
    return rule.amount


def facts_needed_by(rule: Rule) -> list[str]:
    """Names of the facts that an assessment by ``rule`` needs, without duplicates."""
    rows = [condition for row in tables.read(rule.table) for condition in row.conditions]
    names = facts_needed([*read_conditions(rule.conditions), *rows])
    return list(dict.fromkeys([*names, "applied_on"])) if rule.apply_from else names


def pay_day(rule: Rule, day: date) -> date | None:
    """The last day for paying an application of ``day``; None when the rule has no term."""
    if rule.pay_by:
        return days.next_such_day(rule.pay_by, day)
    if rule.pay_within_days is not None:
        return clock.add_calendar_days(day, rule.pay_within_days)
    return None


def window_text(rule: Rule) -> str:
    """The yearly window for applying in the current language; "" when there is none."""
    if not rule.apply_from:
        return ""
    first, last = (date_format(days.in_year(day, 2024), "MONTH_DAY_FORMAT") for day in (rule.apply_from, rule.apply_to))
    return _("%(first)s – %(last)s") % {"first": first, "last": last}


def source_text(rule: Rule) -> str:
    """Act and section in one line."""
    return f"{rule.source_act}, {rule.source_section}" if rule.source_section else rule.source_act


def condition_sentences(rule: Rule) -> list[str]:
    """Every condition as a sentence in the current language."""
    return [condition.describe(rule.home_name) for condition in read_conditions(rule.conditions)]


def _evaluate(condition: Condition, rule: Rule, facts: Facts) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        with override(language):
            sentences[language] = condition.describe(rule.home_name)
    result = _result(condition.evaluate(facts, rule.home))
    return Finding(condition.kind.code, result, sentences, source_text(rule), condition.facts)


def _evaluate_window(rule: Rule, facts: Facts) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        with override(language):
            sentences[language] = _("The application comes in the time for applying: %(window)s.") % {
                "window": window_text(rule)
            }
    day = facts.applied_on
    met = None if day is None else days.is_within(day, rule.apply_from, rule.apply_to)
    return Finding(WINDOW, _result(met), sentences, source_text(rule), ("applied_on",))


def _result(met: bool | None) -> Result:
    if met is None:
        return Result.UNKNOWN
    return Result.MET if met else Result.NOT_MET


def _combine(results: Iterable[Result]) -> Entitled:
    found = set(results)
    if Result.NOT_MET in found:
        return Entitled.NO
    return Entitled.UNKNOWN if Result.UNKNOWN in found else Entitled.YES
