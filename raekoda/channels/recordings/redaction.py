"""Redaction of transcripts: personal data found by ``core.redact``, card numbers, and numbers spoken digit by digit, in
figures or words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from stdnum import luhn

from raekoda.platform.core import redact

CARD, DIGITS = "card", "digits"
MARKS = {
    "et": {CARD: "[pangakaart]", DIGITS: "[number]"},
    "en": {CARD: "[bank card]", DIGITS: "[number]"},
    "ru": {CARD: "[банковская карта]", DIGITS: "[номер]"},
}
CARDS = re.compile(r"(?<!\d)\d(?:[ \u00a0-]?\d){12,18}(?!\d)")
SPOKEN = (
    r"null|nulli|üks|ühe|kaks|kahe|kolm|kolme|neli|nelja|viis|viie|kuus|kuue|seitse|seitsme|kaheksa|üheksa|"
    r"zero|oh|one|two|three|four|five|six|seven|eight|nine|"
    r"ноль|нуль|один|два|три|четыре|пять|шесть|семь|восемь|девять"
)
SPOKEN_NUMBERS = re.compile(rf"(?<!\w)(?:{SPOKEN}|\d)(?:[\s,.-]+(?:{SPOKEN}|\d)(?!\w)){{4,}}", re.IGNORECASE)
MARK = re.compile(r"\[[^\W\d_][^\[\]\d]{1,24}\]")
Span = tuple[str, int, int]


def find_personal_data(text: str, language: str, keep: Collection[str] = frozenset()) -> list[tuple[str, int, int]]:
    """Personal data as (mark, start, end) in order, without overlaps; ``mark`` is the replacement text."""
    marks = redact.MARKS.get(language, redact.MARKS["et"]) | MARKS.get(language, MARKS["et"])
    spoken = [
        (CARD, *match.span()) for match in CARDS.finditer(text) if luhn.is_valid(re.sub(r"\D", "", match.group()))
    ]
    spoken += [(DIGITS, *match.span()) for match in SPOKEN_NUMBERS.finditer(text)]
    candidates = [*spoken, *_find_personal(text, language, keep)]
    found: list[Span] = []
    for kind, start, end in sorted(candidates, key=lambda one: (one[1], -one[2])):
        if not found or start >= found[-1][2]:
            found.append((marks[kind], start, end))
        elif end > found[-1][2]:
            found[-1] = (found[-1][0], found[-1][1], end)
    return found


def redact_text(text: str, language: str, keep: Collection[str] = frozenset()) -> str:
    """``text`` with personal data replaced by marks."""
    return _replace(text, find_personal_data(text, language, keep))


def redact_segments(
    segments: Iterable[dict[str, Any]], language: str, keep: Collection[str] = frozenset()
) -> list[dict[str, Any]]:
    """Segments with personal data replaced by marks, also where it spans several segments."""
    rows = list(segments)
    whole = " ".join(row["text"] for row in rows)
    found = find_personal_data(whole, language, keep)
    clean, begin = [], 0
    for row in rows:
        end = begin + len(row["text"])
        within = [
            (mark if start >= begin else "", max(start, begin) - begin, min(stop, end) - begin)
            for mark, start, stop in found
            if start < end and stop > begin
        ]
        clean.append(row | {"text": _replace(row["text"], within).strip()})
        begin = end + 1
    return [row for row in clean if row["text"]]


def highlight_marks(text: str) -> SafeString:
    """A redacted text as escaped HTML with its marks in ``<mark>`` elements."""
    pieces, cursor = [], 0
    for match in MARK.finditer(text):
        pieces += [escape(text[cursor : match.start()]), format_html("<mark>{}</mark>", match.group())]
        cursor = match.end()
    return mark_safe("".join([*pieces, escape(text[cursor:])]))


def _find_personal(text: str, language: str, keep: Collection[str]) -> list[Span]:
    return [each for each in redact.find(text, redact.PERSONAL) if not redact.is_kept(text, each, keep)]


def _replace(text: str, found: Iterable[Span]) -> str:
    pieces, cursor = [], 0
    for mark, start, end in found:
        pieces += [text[cursor:start], mark]
        cursor = end
    return "".join([*pieces, text[cursor:]])
