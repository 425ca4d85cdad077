"""Choosing whole sentences for an answer: those most like the question, and those that hold what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from raekoda.casework.assistant.asking import Asked, asked_for, holds
from raekoda.casework.assistant.material import FREE_TEXT, Material, Piece
from raekoda.platform.core.text import lemmas, words
from raekoda.platform.search.retrieval import Passage
from raekoda.platform.search.understanding import FUNCTION_WORDS

WORTH_OF_BEST = 0.55
SAME_WORDS = 0.6
WORDS, LIKENESS, ASKED, PLACE_IN_TEXT = 1.0, 1.0, 1.2, 0.3
LEANING = frozenset(
    re.findall(
        r"\w+",
        """see seda selle selles sellest sellele sellega need neid nende nad mõlemad mõlemat sama samuti siis sel juhul ta tema
        it this that these those they both he she then also это этот эта эти они он она оно оба обе тогда также""",
    )
)
OPENING_FIELDS = ("summary", "description", FREE_TEXT)


@dataclass(frozen=True)
class Chosen:
    """A sentence chosen from a text: its place there and how well it fits."""

    place: int
    piece: Piece
    score: float


def content_words(text: str, language: str) -> frozenset[str]:
    """The lemmas of a text that carry its meaning."""
    return frozenset(lemmas(text, language)) - FUNCTION_WORDS.get(language, frozenset())


def choose(question: str, language: str, material: Material, passages: Sequence[Passage], most: int) -> list[Chosen]:
    """One to ``most`` sentences of a text, in its order: never its title again while it says more, never the same thing
    twice."""
    ranked = sorted(_scored(question, language, material, passages), key=lambda one: (-one.score, one.place))
    chosen: list[Chosen] = []
    for one in ranked:
        worth = not chosen or one.score >= WORTH_OF_BEST * chosen[0].score
        if worth and len(chosen) < most and not _says_again(one.piece, chosen, material.found.language):
            chosen.append(one)
    return _standing_alone(sorted(chosen, key=lambda one: one.place))


def _standing_alone(chosen: list[Chosen]) -> list[Chosen]:
    """Without sentences that only say something after the one before them ("Both will do."), unless that is chosen too or
    nothing else is."""
    places = {one.place for one in chosen}
    kept = [one for one in chosen if one.place - 1 in places or not _leans(one.piece)]
    return kept or chosen


def _leans(piece: Piece) -> bool:
    first = words(piece.text.lower())[:1]
    return bool(first) and first[0] in LEANING


def _scored(question: str, language: str, material: Material, passages: Sequence[Passage]) -> list[Chosen]:
    asked = asked_for(question)
    wanted = content_words(question, language) if language == material.found.language else frozenset()
    title = content_words(material.found.title, material.found.language)
    own = [passage for passage in passages if (passage.kind, passage.key) == (material.found.kind, material.found.key)]
    places = list(enumerate(material.pieces))
    telling = [one for one in places if content_words(one[1].text, material.found.language) - title]
    return [
        Chosen(place, piece, _score(piece, place, asked, wanted - title, own, material.found.language))
        for place, piece in telling or places
    ]


def _score(
    piece: Piece, place: int, asked: list[Asked], wanted: frozenset[str], own: list[Passage], language: str
) -> float:
    told = content_words(piece.text, language)
    shared = len(told & wanted) / len(wanted) if wanted else 0.0
    thing = max((holds(piece, kind) / (1 + number) for number, kind in enumerate(asked)), default=0.0)
    opening = 1.0 / (1 + place) if piece.field in OPENING_FIELDS else 0.0
    return WORDS * shared + LIKENESS * _likeness(piece, own) + ASKED * thing + PLACE_IN_TEXT * opening


def _likeness(piece: Piece, own: list[Passage]) -> float:
    """How like the question the passage is in which the sentence stands, against the best and the worst of its text."""
    likenesses = [passage.likeness for passage in own]
    found = [passage.likeness for passage in own if piece.text in passage.text]
    if not found or max(likenesses) <= 0:
        return 0.0
    spread = max(likenesses) - min(likenesses)
    return 1.0 if spread == 0 else (max(found) - min(likenesses)) / spread


def _says_again(piece: Piece, chosen: list[Chosen], language: str) -> bool:
    """Whether a sentence has much the same words as one that is chosen already."""
    told = content_words(piece.text, language)
    others = (content_words(one.piece.text, language) for one in chosen)
    return any(len(told & other) >= SAME_WORDS * min(len(told), len(other)) for other in others)
