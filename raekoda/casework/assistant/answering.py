"""The built-in answer: sentences of the city's own published texts, chosen and put in order; nothing is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from raekoda.casework.assistant.choosing import Chosen, choose
from raekoda.casework.assistant.material import Found, Material
from raekoda.casework.assistant.replies import Sentence, Source
from raekoda.platform.search.retrieval import Retrieved
from raekoda.registry.services.models import Service

SENTENCES = {1: (3,), 2: (2, 2), 3: (2, 1, 1)}
"""How many sentences each text gives, by how many texts there are."""

CLEARLY_BEST = 2.0
MOST_NEAR = 3
LONGEST_SOURCE = 2500
GAP = " … "


@dataclass(frozen=True)
class Answer:
    """Sentences with the texts they stand in."""

    sentences: list[Sentence]
    sources: list[Source]


def worth_citing(
    materials: Sequence[Material], scores: Mapping[Found, float], belonging: Material | None = None
) -> list[Material]:
    """The best text, what belongs with it (an answer given before, the service of an answer) and, when it fits nearly as
    well, the best one about another service."""
    first = materials[0]
    texts = [first] if belonging is None else [first, belonging]
    others = (one for one in materials[1:] if one.service is None or one.service != first.service)
    second = next(others, None)
    if second is None or scores[first.found] - scores[second.found] >= CLEARLY_BEST:
        return texts
    return [*texts, second]


def answer(question: str, found: Retrieved, materials: Sequence[Material]) -> Answer:
    """One to four sentences of one to three texts, those of the first text first."""
    sentences: list[Sentence] = []
    sources: list[Source] = []
    for material, most in zip(materials, SENTENCES[len(materials)], strict=True):
        chosen = choose(question, found.language, material, found.passages, most)
        if chosen:
            number = len(sources) + 1
            sentences += [Sentence(one.piece.text, number) for one in chosen]
            sources.append(source_of(material, number, around(material, chosen)))
    return Answer(sentences, sources)


def around(material: Material, chosen: Sequence[Chosen]) -> str:
    """The chosen sentences with their neighbours in the same paragraph or field, so that they can be read in place."""
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


def whole_source(material: Material, number: int) -> Source:
    """A text as a source with all its words, as far as a language model is given them."""
    text = " ".join(piece.text for piece in material.pieces)
    return source_of(material, number, text[:LONGEST_SOURCE].rsplit(" ", 1)[0] if len(text) > LONGEST_SOURCE else text)


def renumbered(sentences: Sequence[Sentence], sources: Sequence[Source]) -> Answer:
    """Sentences with the sources they cite, numbered from one in the order in which they are cited."""
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


def near(materials: Sequence[Material]) -> list[Source]:
    """Texts that may still help when there is no answer."""
    return [source_of(material, number, "") for number, material in enumerate(materials[:MOST_NEAR], start=1)]


def service_of(answer: Answer, materials: Sequence[Material]) -> Service | None:
    """The service to use: that of the first text cited that has one."""
    by_key = {(material.found.kind, material.found.key): material.service for material in materials}
    return next((service for source in answer.sources if (service := by_key.get((source.kind, source.key)))), None)
