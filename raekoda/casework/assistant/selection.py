"""Selects whole sentences for an answer by similarity to the question and by the kind of fact it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from raekoda.casework.assistant.material import FREE_TEXT, Material, Piece
from raekoda.casework.assistant.question_kinds import QuestionKind, match_score, question_kinds
from raekoda.platform.core.text import lemmas, words
from raekoda.platform.search.query_analysis import FUNCTION_WORDS
from raekoda.platform.search.retrieval import Passage

LEAST_RELATIVE_SCORE = 0.55
SAME_WORDS = 0.6
WORDS, LIKENESS, ASKED, PLACE_IN_TEXT = 1.0, 1.0, 1.2, 0.3
ANAPHORIC_WORDS = frozenset(
    re.findall(
        r"\w+",
        """see seda selle selles sellest sellele sellega need neid nende nad mõlemad mõlemat sama samuti siis sel juhul ta tema
        it this that these those they both he she then also это этот эта эти они он она оно оба обе тогда также""",
    )
)
OPENING_FIELDS = ("summary", "description", FREE_TEXT)


@dataclass(frozen=True)
class SelectedSentence:
    """A selected sentence with its position in the text and its score."""

    place: int
    piece: Piece
    score: float


def content_words(text: str, language: str) -> frozenset[str]:
    """The lemmas of a text without function words."""
    return frozenset(lemmas(text, language)) - FUNCTION_WORDS.get(language, frozenset())


def select_sentences(
    question: str, language: str, material: Material, passages: Sequence[Passage], most: int
) -> list[SelectedSentence]:
    """One to ``most`` sentences in text order, without repetitions of the title or of each other."""
    ranked = sorted(_scored(question, language, material, passages), key=lambda one: (-one.score, one.place))
    chosen: list[SelectedSentence] = []
    for one in ranked:
        worth = not chosen or one.score >= LEAST_RELATIVE_SCORE * chosen[0].score
        if worth and len(chosen) < most and not _is_repetition(one.piece, chosen, material.found.language):
            chosen.append(one)
    return _without_dangling(sorted(chosen, key=lambda one: one.place))


def _without_dangling(chosen: list[SelectedSentence]) -> list[SelectedSentence]:
    """Drop sentences that refer to the previous one ("Both will do.") unless it is selected too; never drop all."""
    places = {one.place for one in chosen}
    independent = [one for one in chosen if one.place - 1 in places or not _is_anaphoric(one.piece)]
    return independent or chosen


def _is_anaphoric(piece: Piece) -> bool:
    first = words(piece.text.lower())[:1]
    return bool(first) and first[0] in ANAPHORIC_WORDS


def _scored(question: str, language: str, material: Material, passages: Sequence[Passage]) -> list[SelectedSentence]:
    asked = question_kinds(question)
    wanted = content_words(question, language) if language == material.found.language else frozenset()
    title = content_words(material.found.title, material.found.language)
    own = [passage for passage in passages if (passage.kind, passage.key) == (material.found.kind, material.found.key)]
    places = list(enumerate(material.pieces))
    informative = [one for one in places if content_words(one[1].text, material.found.language) - title]
    return [
        SelectedSentence(place, piece, _score(piece, place, asked, wanted - title, own, material.found.language))
        for place, piece in informative or places
    ]


def _score(
    piece: Piece, place: int, asked: list[QuestionKind], wanted: frozenset[str], own: list[Passage], language: str
) -> float:
    lemmas_of_piece = content_words(piece.text, language)
    shared = len(lemmas_of_piece & wanted) / len(wanted) if wanted else 0.0
    kind_score = max((match_score(piece, kind) / (1 + number) for number, kind in enumerate(asked)), default=0.0)
    opening = 1.0 / (1 + place) if piece.field in OPENING_FIELDS else 0.0
    return WORDS * shared + LIKENESS * _likeness(piece, own) + ASKED * kind_score + PLACE_IN_TEXT * opening


def _likeness(piece: Piece, own: list[Passage]) -> float:
    """Similarity of the sentence's passage to the question, scaled between the worst and best passage of its text."""
    likenesses = [passage.likeness for passage in own]
    found = [passage.likeness for passage in own if piece.text in passage.text]
    if not found or max(likenesses) <= 0:
        return 0.0
    spread = max(likenesses) - min(likenesses)
    return 1.0 if spread == 0 else (max(found) - min(likenesses)) / spread


def _is_repetition(piece: Piece, chosen: list[SelectedSentence], language: str) -> bool:
    """Whether the sentence shares most words with a selected one."""
    lemmas_of_piece = content_words(piece.text, language)
    others = (content_words(one.piece.text, language) for one in chosen)
    return any(len(lemmas_of_piece & other) >= SAME_WORDS * min(len(lemmas_of_piece), len(other)) for other in others)
