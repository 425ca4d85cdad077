"""Whether a sentence that a language model wrote stands on the source it cites. What does not is dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from raekoda.casework.assistant import facts
from raekoda.casework.assistant.choosing import content_words
from raekoda.casework.assistant.replies import Sentence, Source
from raekoda.platform.core.text import lemmas
from raekoda.platform.search.embedding import EmbeddingUnavailable, embedder_of
from raekoda.platform.search.vectors import active_model

ENOUGH_WORDS = 0.6
SOME_WORDS = 0.3
CLOSE = 2.5
"""Deviations above the likeness of texts that have nothing to do with each other, by the model in use."""
SHORTEST, LONGEST = 2, 400
Closeness = Callable[[str, str], float]


def verified(drafted: Sequence[tuple[str, Sequence[int]]], sources: Sequence[Source], language: str) -> list[Sentence]:
    """The drafted sentences (text, numbers of cited sources) that stand on one of the sources they cite, with that source."""
    by_number = {source.number: source for source in sources}
    kept: list[Sentence] = []
    for text, cited in drafted:
        for number in cited:
            if number in by_number and stands_on(text, by_number[number], language):
                kept.append(Sentence(text, number))
                break
    return kept


def stands_on(text: str, source: Source, language: str, closeness: Closeness | None = None) -> bool:
    """Every number, sum, date, name and address of the sentence is in the source, and so is most of what it says."""
    return (
        len(text.split()) >= SHORTEST
        and len(text) <= LONGEST
        and facts.is_plain(text)
        and has_the_facts(text, source, language)
        and says_the_same(text, source, language, closeness or _closeness)
    )


def has_the_facts(text: str, source: Source, language: str) -> bool:
    """Whether the things that can be checked one by one stand in the source."""
    written = f"{source.title}. {source.text}"
    given = facts.numbers(written)
    plain = {number for number, _unit in given}
    in_words = facts.numbers_in_words(written, source.language)
    names_given = _forms(written, source.language) | _forms(written, language)
    return (
        all((number, unit) in given if unit else number in plain for number, unit in facts.numbers(text))
        and facts.numbers_in_words(text, language) <= in_words | plain
        and facts.calendar_names(text) <= facts.calendar_names(written)
        and facts.ways_to_reach(text) <= facts.ways_to_reach(written)
        and all(_forms(name, language) & names_given for name in facts.names(text) if not facts.calendar_names(name))
        and (not facts.has_negation(text) or facts.has_negation(written))
    )


def says_the_same(text: str, source: Source, language: str, closeness: Closeness) -> bool:
    """Whether enough of the sentence's words stand in the source, or fewer and the two are close in meaning."""
    said = content_words(text, language)
    if source.language == language:
        given = content_words(f"{source.title}. {source.text}", language)
        share = len(said & given) / len(said) if said else 0.0
        if share >= ENOUGH_WORDS:
            return True
        if share < SOME_WORDS:
            return False
    return closeness(text, source.text) >= CLOSE


def _forms(text: str, language: str) -> set[str]:
    """Every word in its dictionary form and as written, in small letters."""
    return set(lemmas(text, language)) | {word.lower() for word in text.replace("-", " ").split()}


def _closeness(text: str, source: str) -> float:
    """How much more alike two texts are than any two, in deviations; nothing while there are no embeddings."""
    import numpy as np

    model = active_model()
    if model is None:
        return 0.0
    try:
        first, second = embedder_of(model).queries([text, source])
    except EmbeddingUnavailable:
        return 0.0
    return (float(np.dot(first, second)) - model.background_mean) / model.background_deviation
