"""Recognises words of emergencies and distress."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from raekoda.platform.core.text import normalize_text

SENTENCE_END = re.compile(r"[.!?…;\n]+")
NO_WORD = re.compile(r"[^\w'-]+")
APOSTROPHES = str.maketrans({"’": "'", "`": "'", "´": "'"})
SIGNS = Path(__file__).with_name("signs.txt")
SECTION = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
COMMENT = re.compile(r"^#.*$", re.MULTILINE)
RULE_START = re.compile(r"^(?=\S)", re.MULTILINE)


class Situation(StrEnum):
    """What somebody writes about, the most urgent first when several are recognised."""

    DISTRESS = "distress"
    DANGER = "danger"
    CHILD = "child"
    VIOLENCE = "violence"


@dataclass(frozen=True)
class Sign:
    """Expressions that must all be found in a sentence, and one that must not."""

    slots: tuple[re.Pattern[str], ...]
    exceptions: re.Pattern[str] | None

    def is_in(self, sentence: str) -> bool:
        """Whether a normalised sentence has the sign."""
        found = all(slot.search(sentence) for slot in self.slots)
        return found and not (self.exceptions and self.exceptions.search(sentence))


def detect(text: str) -> Situation | None:
    """The most urgent situation that the text tells of, None for any other text."""
    sentences = [one for part in SENTENCE_END.split(text) if (one := _normalised(part))]
    return next(
        (
            situation
            for situation, rules in _signs().items()
            if any(rule.is_in(sentence) for rule in rules for sentence in sentences)
        ),
        None,
    )


@lru_cache(maxsize=1)
def _signs() -> dict[Situation, tuple[Sign, ...]]:
    sections = SECTION.split(COMMENT.sub("", SIGNS.read_text(encoding="utf-8")))
    return {
        Situation(name): tuple(map(_sign, _rules(text)))
        for name, text in zip(sections[1::2], sections[2::2], strict=True)
    }


def _rules(text: str) -> list[str]:
    """The rules of a section; an indented line continues the one before."""
    return [" ".join(rule.split()) for rule in RULE_START.split(text) if rule.strip()]


def _sign(rule: str) -> Sign:
    wanted, _, exceptions = rule.partition("!")
    slots = tuple(_expression(slot) for slot in wanted.split("+") if slot.strip())
    return Sign(slots, _expression(exceptions) if exceptions.strip() else None)


def _expression(slot: str) -> re.Pattern[str]:
    """An expression for any alternative of a slot, over normalised sentences."""
    alternatives = "|".join(_alternative(_normalised(word.replace("_", " "), keep="*=")) for word in slot.split())
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")


def _alternative(written: str) -> str:
    pattern = re.escape(written.removeprefix("=")).replace(r"\*", r"[\w-]*").replace(r"\ ", " ")
    return rf"(?<!.){pattern}(?!.)" if written.startswith("=") else pattern


def _normalised(text: str, keep: str = "") -> str:
    """Words in small letters without diacritics, one space between them."""
    without = re.compile(rf"[^\w'\-{re.escape(keep)}]+") if keep else NO_WORD
    return " ".join(without.sub(" ", normalize_text(text.translate(APOSTROPHES))).split())
