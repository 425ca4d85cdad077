"""The extractive answer: sentences selected from published texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from raekoda.casework.assistant.material import Material
from raekoda.casework.assistant.question_kinds import match_score, question_kinds
from raekoda.casework.assistant.replies import Sentence, Source
from raekoda.casework.assistant.selection import SelectedSentence, select_sentences
from raekoda.platform.core.text import words
from raekoda.platform.search.models import Document
from raekoda.platform.search.retrieval import Retrieved
from raekoda.registry.services.models import Service

SENTENCES = (3, 1)
"""Sentences of the first text and of its companion."""

WHOLE_ANSWER = 6
"""Sentences of a published answer that is quoted whole."""

BARE_WORDS = frozenset(["jah", "ei", "jaa", "muidugi", "yes", "no", "sure", "да", "нет", "конечно"])
MOST_NEAR = 3
LONGEST_SOURCE = 2500
GAP = " … "


@dataclass(frozen=True)
class Answer:
    """Sentences with their sources."""

    sentences: list[Sentence]
    sources: list[Source]


def compose_answer(question: str, found: Retrieved, materials: Sequence[Material]) -> Answer:
    """The first text, a published answer whole, and from its companion the sentence with the fact that is asked for."""
    sentences: list[Sentence] = []
    sources: list[Source] = []
    for material, most in zip(materials, SENTENCES, strict=False):
        chosen = _chosen(question, found, material, most, is_first=not sources)
        if chosen:
            number = len(sources) + 1
            sentences += [Sentence(one.piece.text, number) for one in chosen]
            sources.append(source_of(material, number, excerpt(material, chosen)))
    return Answer(sentences, sources)


def _chosen(
    question: str, found: Retrieved, material: Material, most: int, *, is_first: bool
) -> list[SelectedSentence]:
    whole = [
        SelectedSentence(place, piece, 1.0) for place, piece in enumerate(material.pieces) if not is_bare(piece.text)
    ]
    if material.found.kind == Document.Kind.ANSWER and len(whole) <= WHOLE_ANSWER:
        return whole
    selected = select_sentences(question, found.language, material, found.passages, most)
    return selected if is_first else [one for one in selected if _has_asked_fact(one, question)]


def _has_asked_fact(sentence: SelectedSentence, question: str) -> bool:
    return any(match_score(sentence.piece, kind) > 0 for kind in question_kinds(question))


def is_bare(text: str) -> bool:
    """Whether a sentence is a mere yes or no, which says nothing without its question."""
    return {word.lower() for word in words(text)} <= BARE_WORDS


def excerpt(material: Material, chosen: Sequence[SelectedSentence]) -> str:
    """The selected sentences with their neighbours of the same field."""
    fields = [piece.field for piece in material.pieces]
    places = {one.place + step for one in chosen for step in (-1, 0, 1)}
    shown = sorted(
        place
        for place in places
        if 0 <= place < len(fields)
        and any(abs(one.place - place) <= 1 and one.piece.field == fields[place] for one in chosen)
    )
    text = ""
    for number, place in enumerate(shown):
        joint = "" if number == 0 else " " if shown[number - 1] == place - 1 else GAP
        text += joint + material.pieces[place].text
    return text


def full_source(material: Material, number: int) -> Source:
    """A source with its text, cut to :data:`LONGEST_SOURCE` characters for a language model."""
    text = " ".join(piece.text for piece in material.pieces)
    return source_of(material, number, text[:LONGEST_SOURCE].rsplit(" ", 1)[0] if len(text) > LONGEST_SOURCE else text)


def renumber_sources(sentences: Sequence[Sentence], sources: Sequence[Source]) -> Answer:
    """Sentences and their cited sources, renumbered from one in order of citation."""
    cited = list(dict.fromkeys(sentence.source for sentence in sentences))
    by_number = {source.number: source for source in sources}
    return Answer(
        [replace(sentence, source=cited.index(sentence.source) + 1) for sentence in sentences],
        [replace(by_number[number], number=place) for place, number in enumerate(cited, start=1)],
    )


def source_of(material: Material, number: int, text: str) -> Source:
    """A text as a numbered source."""
    found = material.found
    return Source(number, found.kind, found.key, found.language, found.title, found.url, text)


def related_sources(materials: Sequence[Material]) -> list[Source]:
    """Related texts to show when there is no answer."""
    return [source_of(material, number, "") for number, material in enumerate(materials[:MOST_NEAR], start=1)]


def service_of(answer: Answer, materials: Sequence[Material]) -> Service | None:
    """The service of the first cited text that has one."""
    by_key = {(material.found.kind, material.found.key): material.service for material in materials}
    return next((service for source in answer.sources if (service := by_key.get((source.kind, source.key)))), None)
