"""A text cut into sentences, for texts as municipalities write them: dates, ordinals, abbreviations, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

END = re.compile(r"(?<![.!?…])[.!?…]+[\"”»’)\]]*(?=\s+[\"„“«(\[–—-]*[A-ZÕÄÖÜŠŽА-ЯЁ0-9])")
ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """nt näit jne jt jms jm sh st lk tn pst mnt tel nr kl kt k.a s.o v.a ehk ca u pr hr dr prof vt p lg art e.g i.e etc no
        mr mrs ms sts approx incl ул д кв г гг т п пр стр тел им руб см напр т.е т.д т.п""",
    )
)
CLAUSE = re.compile(r"(?=[,;:(–—])")
LONGEST = 600
LONGEST_LOOK = 100
"""Characters on either side of a stop that tell whether it ends a sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of ``text`` in order, none empty; a new line always ends one, none is longer than 600 characters."""
    return [piece for line in text.splitlines() for sentence in _of_line(line.strip()) for piece in _bounded(sentence)]


def without_placeholder(text: str, placeholder: str) -> str:
    """``text`` without the sentences that hold ``placeholder`` ("{due}"), and without lines of which nothing is left.

    Of a sentence that holds other placeholders too only the clause goes.
    """
    lines = []
    for line in text.split("\n"):
        left = [_without(sentence, placeholder) for sentence in sentences(line)] if placeholder in line else [line]
        if any(left) or placeholder not in line:
            lines.append(" ".join(filter(None, left)))
    return "\n".join(lines)


def _without(sentence: str, placeholder: str) -> str:
    if placeholder not in sentence:
        return sentence
    if "{" not in sentence.replace(placeholder, ""):
        return ""
    left = "".join(clause for clause in CLAUSE.split(sentence) if placeholder not in clause)
    end = sentence[-1] if sentence[-1] in ".!?" else ""
    return left.strip(" ,;:.!?") + end


def _of_line(line: str) -> Iterator[str]:
    begun = 0
    for end in END.finditer(line):
        before = line[max(begun, end.start() - LONGEST_LOOK) : end.start()]
        if not _goes_on(before, end.group(), line[end.end() : end.end() + LONGEST_LOOK].lstrip()):
            yield line[begun : end.end()].strip()
            begun = end.end()
    if line[begun:].strip():
        yield line[begun:].strip()


def _goes_on(before: str, stop: str, after: str) -> bool:
    """Whether the stop belongs to a number ("1. 05.", the "1." of a list), an initial or an abbreviation."""
    if not stop.startswith(".") or stop.startswith(".."):
        return False
    last = before.rsplit(maxsplit=1)[-1].lstrip("(„“«\"'") if before.split() else ""
    if last.isdigit() and len(last) <= 2:
        return after[:1].isdigit() or before.strip() == last
    if len(last) == 1 and last.isupper():
        return True
    return last.lower() in ABBREVIATIONS and (len(last) > 1 or not after[:1].isupper())


def _bounded(sentence: str) -> Iterator[str]:
    """A sentence longer than 600 characters (a list, a table) in pieces that end at a semicolon, comma or space."""
    begun = 0
    while len(sentence) - begun > LONGEST:
        cut = max(sentence.rfind(mark, begun + LONGEST // 2, begun + LONGEST) for mark in ("; ", ", ", " "))
        cut = cut + 1 if cut > 0 else begun + LONGEST
        if piece := sentence[begun:cut].strip():
            yield piece
        begun = cut
    if last := sentence[begun:].strip():
        yield last
