"""Rules over the words of a sentence, written as ``slot + slot ! exceptions`` in text files.

A sentence matches when it has an alternative of every slot, in any order, and none of the exceptions. ``word*`` is a beginning,
``two_words`` a phrase, ``=words`` the whole sentence. Case and diacritics do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from raekoda.platform.core.text import normalize_text

SENTENCE_END = re.compile(r"[.!?…;\n]+")
APOSTROPHES = str.maketrans({"’": "'", "`": "'", "´": "'"})
NO_WORD = re.compile(r"[^\w'-]+")
NO_WRITTEN_WORD = re.compile(r"[^\w'*=-]+")
SECTION = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
COMMENT = re.compile(r"^#.*$", re.MULTILINE)
RULE_START = re.compile(r"^(?=\S)", re.MULTILINE)


@dataclass(frozen=True)
class Sign:
    """Expressions that must all be found in a sentence, and one that must not."""

    slots: tuple[re.Pattern[str], ...]
    exceptions: re.Pattern[str] | None

    def is_in(self, sentence: str) -> bool:
        """Whether a normalised sentence has the sign."""
        found = all(slot.search(sentence) for slot in self.slots)
        return found and not (self.exceptions and self.exceptions.search(sentence))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text in the form that signs are compared with."""
    return [one for part in SENTENCE_END.split(text) if (one := normalised(part))]


def read_sections(file: Path) -> dict[str, list[str]]:
    """The rules of each section of a file, one line each; indented lines continue the rule before."""
    sections = SECTION.split(COMMENT.sub("", file.read_text(encoding="utf-8")))
    return {name: _rules(text) for name, text in zip(sections[1::2], sections[2::2], strict=True)}


def sign_of(rule: str) -> Sign:
    """The sign that a rule describes."""
    wanted, _, exceptions = rule.partition("!")
    slots = tuple(_expression(slot) for slot in wanted.split("+") if slot.strip())
    return Sign(slots, _expression(exceptions) if exceptions.strip() else None)


def normalised(text: str, separators: re.Pattern[str] = NO_WORD) -> str:
    """Words in small letters without diacritics, one space between them."""
    return " ".join(separators.sub(" ", normalize_text(text.translate(APOSTROPHES))).split())


def _rules(text: str) -> list[str]:
    return [" ".join(rule.split()) for rule in RULE_START.split(text) if rule.strip()]


def _expression(slot: str) -> re.Pattern[str]:
    alternatives = "|".join(_alternative(normalised(word.replace("_", " "), NO_WRITTEN_WORD)) for word in slot.split())
    pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")
    return pattern  # noqa: RET504 - the check of patterns knows it by this name


def _alternative(written: str) -> str:
    pattern = re.escape(written.removeprefix("=")).replace(r"\*", r"[\w-]*").replace(r"\ ", " ")
    return rf"(?<!.){pattern}(?!.)" if written.startswith("=") else pattern
