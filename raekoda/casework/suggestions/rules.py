"""Pure rules of suggestions: which values to offer, confidence labels, duplicate probability, use of drafts."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from raekoda.casework.suggestions.models import Decision, Field

MOST_OFFERED = 3
FEWEST_REPORTS = 100
"""The least number of closed cases to train a field on."""
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


def combine(register: Chances, learnt: Chances | None, trust: float) -> dict[str, float]:
    """Weighted mean of the register's and the model's probabilities; ``trust`` (0 to 1) is the model's weight."""
    if not learnt:
        return dict(register)
    part = trust if register else 1.0
    keys = dict.fromkeys([*learnt, *register])
    return {key: part * learnt.get(key, 0.0) + (1 - part) * register.get(key, 0.0) for key in keys}


def select_offers(
    chances: Chances, chosen: str = "", least_against: float = LEAST_AGAINST_CHOSEN
) -> list[tuple[str, float]]:
    """The likeliest values with probabilities, best first.

    With a ``chosen`` value at most one: the same, or another that is at least as likely as ``least_against``.
    """
    ranked = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_OFFERED]
    if chosen:
        least = LEAST_OF_FIRST if ranked and ranked[0][0] == chosen else least_against
        offered = [pair for pair in ranked[:1] if pair[1] >= least]
    else:
        others = [pair for pair in ranked[1:] if pair[1] >= LEAST_OF_OTHERS]
        offered = [*(pair for pair in ranked[:1] if pair[1] >= LEAST_OF_FIRST), *others]
    return [(value, min(chance, MOST_SURE)) for value, chance in offered]


def probabilities_from_scores(scores: Sequence[float]) -> list[float]:
    """Search scores as probabilities; the rest to 1 is the probability that none is right.

    Fitted on residents' questions with known services.
    """
    raised = [math.exp(SEARCH_SHARPNESS * score) for score in scores]
    return [each / (sum(raised) + math.exp(SEARCH_NOTHING)) for each in raised]


def duplicate_probability(
    meaning: float | None, words: float, *, metres: float | None, days: float, same_service: bool | None
) -> float:
    """Probability (0 to 1) that two cases are duplicates, with hand-set weights.

    ``meaning``: embedding similarity 0 to 1, None without a vector; ``words``: share of the shorter text's words in the
    other; ``same_service``: None when either has no service.
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


def shared_words(first: frozenset[str], other: frozenset[str]) -> float:
    """Share (0 to 1) of the shorter text's words found in the other."""
    return len(first & other) / max(min(len(first), len(other)), 1)


def confidence_label(confidence: float) -> str:
    """The confidence as a label."""
    if confidence >= LIKELY:
        return _("very likely")
    return _("likely") if confidence >= POSSIBLE else _("possible")


def draft_decision(draft: str, answer: str) -> Decision:
    """The outcome of a draft by comparison with the answer sent."""
    draft, answer = " ".join(draft.split()), " ".join(answer.split())
    if not draft:
        return Decision.UNUSED
    likeness = SequenceMatcher(None, draft, answer, autojunk=False).ratio()
    if likeness >= USED_WHOLE:
        return Decision.TAKEN
    sentences = [each.strip() for each in SENTENCE.split(draft) if len(each.strip()) >= SHORTEST_SENTENCE]
    has_sentence = any(sentence in answer for sentence in sentences)
    return Decision.CHANGED if has_sentence or likeness >= USED_IN_PART else Decision.REFUSED
