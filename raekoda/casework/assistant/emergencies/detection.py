"""Recognises words of emergencies and distress."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from raekoda.casework.assistant.signs import Sign, read_sections, sentences_of, sign_of

SIGNS = Path(__file__).with_name("signs.txt")


class Situation(StrEnum):
    """What somebody writes about; ``signs.txt`` has them in order of urgency."""

    DISTRESS = "distress"
    DANGER = "danger"
    CHILD = "child"
    VIOLENCE = "violence"


def detect(text: str) -> Situation | None:
    """The most urgent situation that the text tells of, None for any other text."""
    sentences = sentences_of(text)
    return next(
        (
            situation
            for situation, signs in _signs().items()
            if any(sign.is_in(sentence) for sign in signs for sentence in sentences)
        ),
        None,
    )


@lru_cache(maxsize=1)
def _signs() -> dict[Situation, tuple[Sign, ...]]:
    return {Situation(name): tuple(map(sign_of, rules)) for name, rules in read_sections(SIGNS).items()}
