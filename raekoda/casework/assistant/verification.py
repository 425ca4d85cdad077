"""Verifies that sentences of a language model are supported by the sources they cite."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from raekoda.casework.assistant import facts
from raekoda.casework.assistant.replies import Sentence, Source
from raekoda.casework.assistant.selection import content_words
from raekoda.platform.core.text import lemmas
from raekoda.platform.search.embedding import EmbeddingUnavailable, get_embedder
from raekoda.platform.search.vectors import active_model

ENOUGH_WORDS = 0.6
SOME_WORDS = 0.3
CLOSE = 2.5
"""Least similarity in standard deviations above the background of unrelated texts."""
SHORTEST, LONGEST = 2, 400
Closeness = Callable[[str, str], float]


def verify_sentences(
    drafted: Sequence[tuple[str, Sequence[int]]], sources: Sequence[Source], language: str
) -> list[Sentence]:
    """The drafted sentences (text, cited numbers) that are supported by a cited source, each with that source."""
    by_number = {source.number: source for source in sources}
    supported: list[Sentence] = []
    for text, cited in drafted:
        for number in cited:
            if number in by_number and is_supported(text, by_number[number], language):
                supported.append(Sentence(text, number))
                break
    return supported


def is_supported(text: str, source: Source, language: str, closeness: Closeness | None = None) -> bool:
    """Whether the source contains every fact of the sentence and most of its meaning."""
    return (
        len(text.split()) >= SHORTEST
        and len(text) <= LONGEST
        and facts.is_plain(text)
        and has_same_facts(text, source, language)
        and has_same_meaning(text, source, language, closeness or _closeness)
    )


def has_same_facts(text: str, source: Source, language: str) -> bool:
    """Whether the source contains every number, date, contact and name of the sentence."""
    written = f"{source.title}. {source.text}"
    given = facts.numbers(written)
    plain = {number for number, _unit in given}
    in_words = facts.numbers_in_words(written, source.language)
    names_given = _forms(written, source.language) | _forms(written, language)
    return (
        all((number, unit) in given if unit else number in plain for number, unit in facts.numbers(text))
        and facts.numbers_in_words(text, language) <= in_words | plain
        and facts.calendar_names(text) <= facts.calendar_names(written)
        and facts.contacts(text) <= facts.contacts(written)
        and all(_forms(name, language) & names_given for name in facts.names(text) if not facts.calendar_names(name))
        and (not facts.has_negation(text) or facts.has_negation(written))
    )


def has_same_meaning(text: str, source: Source, language: str, closeness: Closeness) -> bool:
    """Whether the source shares enough words with the sentence, or fewer and is similar in meaning."""
    lemmas_of_text = content_words(text, language)
    if source.language == language:
        given = content_words(f"{source.title}. {source.text}", language)
        share = len(lemmas_of_text & given) / len(lemmas_of_text) if lemmas_of_text else 0.0
        if share >= ENOUGH_WORDS:
            return True
        if share < SOME_WORDS:
            return False
    return closeness(text, source.text) >= CLOSE


def _forms(text: str, language: str) -> set[str]:
    """Every word in its dictionary form and as written, in small letters."""
    return set(lemmas(text, language)) | {word.lower() for word in text.replace("-", " ").split()}


def _closeness(text: str, source: str) -> float:
    """Similarity in standard deviations above the background; 0.0 without embeddings."""
    import numpy as np

    model = active_model()
    if model is None:
        return 0.0
    try:
        first, second = get_embedder(model).queries([text, source])
    except EmbeddingUnavailable:
        return 0.0
    return (float(np.dot(first, second)) - model.background_mean) / model.background_deviation
