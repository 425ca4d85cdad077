"""Judging a matter by a rule: pure functions. What is not known gives "unknown", never a guess."""

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
    """What is read of a ``BenefitRule``."""

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
    """What was found of one condition. ``words`` says the condition, by language; ``source`` the act and section."""

    kind: str
    result: Result
    words: dict[str, str]
    source: str
    facts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "result": self.result.value, "words": self.words, "source": self.source}


@dataclass(frozen=True)
class Assessment:
    """Whether a matter is entitled by a rule. ``amount`` (euros) is what is due if it is: None when it is not, or when what is
    known does not tell which amount of the table counts."""

    entitled: Entitled
    amount: Decimal | None
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[str]:
        """Names of facts that would be needed to tell."""
        unknown = (finding for finding in self.findings if finding.result == Result.UNKNOWN)
        return list(dict.fromkeys(name for finding in unknown for name in finding.facts))

    def as_json(self) -> dict[str, Any]:
        """To keep with a decision: it holds no facts of the person, only what was found."""
        return {
            "entitled": self.entitled.value,
            "amount": None if self.amount is None else str(self.amount),
            "findings": [finding.as_json() for finding in self.findings],
        }


def assess(rule: Rule, facts: Facts, further: Any = ()) -> Assessment:
    """Judge ``facts`` by ``rule``: each condition, those of ``further`` (data as a rule's), the yearly window for applying."""
    conditions = read_conditions([*rule.conditions, *further])
    findings = tuple(_find(condition, rule, facts) for condition in conditions)
    if rule.apply_from:
        findings += (_find_window(rule, facts),)
    entitled = _all_of(finding.result for finding in findings)
    return Assessment(entitled, None if entitled == Entitled.NO else amount_of(rule, facts), findings)


def amount_of(rule: Rule, facts: Facts) -> Decimal | None:
    """The amount in euros: of the first row of the table that is met, else the rule's own; None where it is not known
    whether a row is met, or no row is and the rule has no amount of its own."""
    for row in tables.read(rule.table):
        judged = [condition.judge(facts, rule.home) for condition in row.conditions]
        if False in judged:
            continue
        return None if None in judged else row.amount
    return rule.amount


def needed(rule: Rule) -> list[str]:
    """Names of facts that judging by ``rule`` takes, each once."""
    rows = [condition for row in tables.read(rule.table) for condition in row.conditions]
    names = facts_needed([*read_conditions(rule.conditions), *rows])
    return list(dict.fromkeys([*names, "applied_on"])) if rule.apply_from else names


def pay_day(rule: Rule, day: date) -> date | None:
    """By when an application of ``day`` is paid; None where the rule does not say."""
    if rule.pay_by:
        return days.next_such_day(rule.pay_by, day)
    if rule.pay_within_days is not None:
        return clock.add_calendar_days(day, rule.pay_within_days)
    return None


def window_words(rule: Rule) -> str:
    """The yearly window for applying in the language in use; "" where there is none."""
    if not rule.apply_from:
        return ""
    first, last = (date_format(days.in_year(day, 2024), "MONTH_DAY_FORMAT") for day in (rule.apply_from, rule.apply_to))
    return _("%(first)s – %(last)s") % {"first": first, "last": last}


def source_words(rule: Rule) -> str:
    """Act and section."""
    return f"{rule.source_act}, {rule.source_section}" if rule.source_section else rule.source_act


def condition_words(rule: Rule) -> list[str]:
    """Every condition as a sentence in the language in use."""
    return [condition.words(rule.home_name) for condition in read_conditions(rule.conditions)]


def _find(condition: Condition, rule: Rule, facts: Facts) -> Finding:
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = condition.words(rule.home_name)
    result = _result(condition.judge(facts, rule.home))
    return Finding(condition.kind.code, result, words, source_words(rule), condition.facts)


def _find_window(rule: Rule, facts: Facts) -> Finding:
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = _("The application comes in the time for applying: %(window)s.") % {
                "window": window_words(rule)
            }
    day = facts.applied_on
    met = None if day is None else days.is_within(day, rule.apply_from, rule.apply_to)
    return Finding(WINDOW, _result(met), words, source_words(rule), ("applied_on",))


def _result(met: bool | None) -> Result:
    if met is None:
        return Result.UNKNOWN
    return Result.MET if met else Result.NOT_MET


def _all_of(results: Iterable[Result]) -> Entitled:
    found = set(results)
    if Result.NOT_MET in found:
        return Entitled.NO
    return Entitled.UNKNOWN if Result.UNKNOWN in found else Entitled.YES
