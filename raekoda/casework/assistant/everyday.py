"""Everyday words for the matters of a municipality: "surnuraha" means the funeral benefit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from raekoda.casework.assistant.signs import Sign, read_sections, sentences_of, sign_of

FILE = Path(__file__).with_name("everyday.txt")


def names_meant(question: str, language: str) -> list[str]:
    """Names of the matters that the everyday words of a question mean, the first rule's first."""
    sentences = sentences_of(question)
    found = [
        names
        for sign, names in _rules().get(language, ())
        if any(sign.is_in(sentence) for sentence in [*sentences, " ".join(sentences)])
    ]
    return list(dict.fromkeys(name for names in found for name in names))


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[tuple[Sign, tuple[str, ...]], ...]]:
    return {language: tuple(map(_rule, rules)) for language, rules in read_sections(FILE).items()}


def _rule(written: str) -> tuple[Sign, tuple[str, ...]]:
    sign, _, names = written.partition("=>")
    return sign_of(sign), tuple(name.strip() for name in names.split(","))
