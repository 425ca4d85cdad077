"""The extractive answer: sentences selected from published texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from raekoda.casework.assistant.material import DocumentRef, Material
from raekoda.casework.assistant.replies import Sentence, Source
from raekoda.casework.assistant.selection import SelectedSentence, select_sentences
from raekoda.platform.search.retrieval import Retrieved
from raekoda.registry.services.models import Service

SENTENCES = {1: (3,), 2: (2, 2), 3: (2, 1, 1)}
"""Sentences per text, by number of texts."""

CLEARLY_BEST = 2.0
MOST_NEAR = 3
LONGEST_SOURCE = 2500
GAP = " … "


@dataclass(frozen=True)
class Answer:
    """Sentences with their sources."""

    sentences: list[Sentence]
    sources: list[Source]


def select_materials(
    materials: Sequence[Material], scores: Mapping[DocumentRef, float], companion: Material | None = None
) -> list[Material]:
    """The best text, its companion (the answer of a service, the service of an answer) and, when it scores nearly as
    well, the best text about another service."""
    first = materials[0]
    texts = [first] if companion is None else [first, companion]
    others = (one for one in materials[1:] if one.service is None or one.service != first.service)
    second = next(others, None)
    if second is None or scores[first.found] - scores[second.found] >= CLEARLY_BEST:
        return texts
    return [*texts, second]


def compose_answer(question: str, found: Retrieved, materials: Sequence[Material]) -> Answer:
    """One to four sentences of one to three texts, in the order of the texts."""
    sentences: list[Sentence] = []
    sources: list[Source] = []
    for material, most in zip(materials, SENTENCES[len(materials)], strict=True):
        chosen = select_sentences(question, found.language, material, found.passages, most)
        if chosen:
            number = len(sources) + 1
            sentences += [Sentence(one.piece.text, number) for one in chosen]
            sources.append(source_of(material, number, excerpt(material, chosen)))
    return Answer(sentences, sources)


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
