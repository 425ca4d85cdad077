"""Pure rules of suggestions: what is worth offering, how sure in words, how alike two cases are."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from raekoda.casework.suggestions.models import Decision, Field

MOST_OFFERED = 3
FEWEST_REPORTS = 100
"""Ended cases of one field below which nothing is learnt."""
LEARNT_FIELDS = (Field.SERVICE, Field.UNIT, Field.KIND)
LEAST_OF_FIRST, LEAST_OF_OTHERS = 0.05, 0.1
LIKELY, POSSIBLE = 0.75, 0.4
LEAST_DUPLICATE = 0.6
MOST_SURE = 0.99
SEARCH_SHARPNESS, SEARCH_NOTHING = 0.55, 2.75
LEAST_AGAINST_CHOSEN, LEAST_OF_REGISTER_AGAINST = 0.5, 0.85
SAME_PLACE_METRES, FAR_METRES = 60.0, 300.0
UNKNOWN_MEANING = 0.2
SAME_TIME_DAYS = 21.0
RULE_CONFIDENCE = 0.9
USED_WHOLE, USED_IN_PART = 0.98, 0.3
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
SHORTEST_SENTENCE = 20

Chances = Mapping[str, float]


def together(register: Chances, learnt: Chances | None, trust: float) -> dict[str, float]:
    """What the register's texts and the learnt model say, as one; ``trust`` (0 to 1) is the model's part."""
    if not learnt:
        return dict(register)
    part = trust if register else 1.0
    keys = dict.fromkeys([*learnt, *register])
    return {key: part * learnt.get(key, 0.0) + (1 - part) * register.get(key, 0.0) for key in keys}


def worth_offering(
    chances: Chances, chosen: str = "", least_against: float = LEAST_AGAINST_CHOSEN
) -> list[tuple[str, float]]:
    """The likeliest values, best first. Where somebody chose already, one alone: the same value, or another one that is
    at least as likely as ``least_against``."""
    ranked = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_OFFERED]
    if chosen:
        least = LEAST_OF_FIRST if ranked and ranked[0][0] == chosen else least_against
        offered = [pair for pair in ranked[:1] if pair[1] >= least]
    else:
        others = [pair for pair in ranked[1:] if pair[1] >= LEAST_OF_OTHERS]
        offered = [*(pair for pair in ranked[:1] if pair[1] >= LEAST_OF_FIRST), *others]
    return [(value, min(chance, MOST_SURE)) for value, chance in offered]


def chances_of(scores: Sequence[float]) -> list[float]:
    """Scores of search as probabilities; what they leave of 1 is that none is right.

    Fitted on residents' questions with known services; on others they were as right as said, within a few hundredths.
    """
    raised = [math.exp(SEARCH_SHARPNESS * score) for score in scores]
    return [each / (sum(raised) + math.exp(SEARCH_NOTHING)) for each in raised]


def same_matter(
    meaning: float | None, words: float, *, metres: float | None, days: float, same_service: bool | None
) -> float:
    """How likely two cases are about the same matter, 0 to 1. The weights are set by hand, not learnt.

    ``meaning`` is 0 for texts as alike as any two and 1 for nearly the same, None where a vector is missing; ``words`` is
    the share of the shorter text's words in the other; ``same_service`` is None when either has none.
    """
    weight = -4.5 + 3.2 * (UNKNOWN_MEANING if meaning is None else meaning) + 3.0 * words
    weight += 0.8 * math.exp(-max(days, 0.0) / SAME_TIME_DAYS)
    if metres is None:
        weight -= 1.0
    elif metres > FAR_METRES:
        weight -= 3.0
    else:
        weight += 2.6 * math.exp(-((metres / SAME_PLACE_METRES) ** 2) / 2)
    if same_service is not None:
        weight += 1.0 if same_service else -1.5
    return 1 / (1 + math.exp(-weight))


def shared_words(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's words that stand in the other, 0 to 1."""
    return len(one & other) / max(min(len(one), len(other)), 1)


def in_words(confidence: float) -> str:
    """The confidence as people say it."""
    if confidence >= LIKELY:
        return _("very likely")
    return _("likely") if confidence >= POSSIBLE else _("possible")


def what_became(draft: str, answer: str) -> Decision:
    """Whether an answer that was sent is the draft, made from it, or without it."""
    draft, answer = " ".join(draft.split()), " ".join(answer.split())
    if not draft:
        return Decision.UNUSED
    likeness = SequenceMatcher(None, draft, answer, autojunk=False).ratio()
    if likeness >= USED_WHOLE:
        return Decision.TAKEN
    sentences = [each.strip() for each in SENTENCE.split(draft) if len(each.strip()) >= SHORTEST_SENTENCE]
    kept = any(sentence in answer for sentence in sentences)
    return Decision.CHANGED if kept or likeness >= USED_IN_PART else Decision.REFUSED
