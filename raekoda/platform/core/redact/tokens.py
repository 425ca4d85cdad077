"""The words of a text with their positions, the input of the name finder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,4}")
BEGINS_SENTENCE = re.compile(r"(?:^|[.!?…:;•\n\r*|])[\s\"'„“”«»‘’(\[–—-]*$")
ABBREVIATED = re.compile(r"(?:\b(?:hr|pr|prl|dr|prof|mr|mrs|ms|г|ул|им|nt|sh|st|ca)|(?<!\w)\w)\.\s?$", re.IGNORECASE)
INITIAL = re.compile(r"[^\W\d_]h?(?:-[^\W\d_])?")
PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "da", "di", "del", "la", "le", "bin", "ben", "al", "el", "ibn", "zu"}
)


class Token(NamedTuple):
    """A word of the text, with its knowledge and position."""

    start: int
    end: int
    text: str
    is_capital: bool
    is_initial: bool
    begins: bool
    joined: bool


def tokenize(text: str) -> list[Token]:
    """The words of the text in its order."""
    tokens: list[Token] = []
    previous_end = 0
    for match in WORDS.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        is_capital = word[0].isupper()
        is_initial = is_capital and end < len(text) and text[end] == "." and bool(INITIAL.fullmatch(word))
        between = text[previous_end:start]
        joined = between in {" ", "\u00a0"} or (
            between in {".", ". ", ".\u00a0", ".-"} and bool(tokens) and tokens[-1].is_initial
        )
        begins = is_capital and not joined and _begins_sentence(text, start)
        tokens.append(Token(start, end, word, is_capital, is_initial, begins, joined))
        previous_end = end
    return tokens


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    if start > 12 and not BEGINS_SENTENCE.search(before):
        return False
    return bool(BEGINS_SENTENCE.search(before)) and not ABBREVIATED.search(before)


def capitalised_runs(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words beside each other, as (first, last + 1); "van" and "de" may stand between."""
    index = 0
    while index < len(tokens):
        if not tokens[index].is_capital:
            index += 1
            continue
        last = index + 1
        while last < len(tokens) and tokens[last].joined:
            if tokens[last].is_capital:
                last += 1
            elif (
                tokens[last].text in PARTICLES
                and last + 1 < len(tokens)
                and tokens[last + 1].joined
                and tokens[last + 1].is_capital
            ):
                last += 2
            else:
                break
        yield index, last
        index = last
