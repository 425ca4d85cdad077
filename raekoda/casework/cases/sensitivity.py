"""How sensitive a case is: by its kind, its service and its words until a person decides."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.cases.models import Kind
from raekoda.casework.cases.routing import Phrase
from raekoda.identity.accounts.capabilities import SPECIAL, Sensitivity, strictest

KIND_LEVELS = {
    Kind.REPORT: Sensitivity.OPEN,
    Kind.FEEDBACK: Sensitivity.OPEN,
    Kind.APPLICATION: Sensitivity.PERSONAL,
}
"""Levels of kinds; all others are internal."""


@dataclass(frozen=True)
class WordRule:
    """Sensitive words prepared for matching: ``phrases`` are, by language, sets of lemmas that occur together."""

    category: str
    phrases: dict[str, tuple[Phrase, ...]]
    unit_id: int | None = None


@dataclass(frozen=True)
class Judgement:
    """The level of a case; ``is_suspected`` when only words make it special; ``unit_id`` the unit of these words."""

    level: Sensitivity
    is_suspected: bool = False
    unit_id: int | None = None

    @property
    def is_special(self) -> bool:
        return self.level in SPECIAL


ORDINARY_MATTER = Judgement(Sensitivity.INTERNAL)


def judge(
    kind: str,
    service_level: str,
    is_restricted: bool,
    lemmas: frozenset[str],
    language: str,
    words: tuple[WordRule, ...],
) -> Judgement:
    """The level of a new case: the strictest of its kind's and its service's, or the special category of its words."""
    levels = [KIND_LEVELS.get(Kind(kind), Sensitivity.INTERNAL), service_level]
    if is_restricted:
        levels.append(Sensitivity.INTERNAL)
    level = strictest(levels)
    if level in SPECIAL:
        return Judgement(level)
    found = next((rule for rule in words if _matches(rule, lemmas, language)), None)
    return Judgement(level) if found is None else Judgement(Sensitivity(found.category), True, found.unit_id)


def _matches(rule: WordRule, lemmas: frozenset[str], language: str) -> bool:
    return any(phrase and phrase <= lemmas for phrase in rule.phrases.get(language, ()))
