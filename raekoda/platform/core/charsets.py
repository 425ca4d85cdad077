"""Decoding text of unknown character set, and correcting text decoded with a wrong one."""

from __future__ import annotations

import re

BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
LETTERS = re.compile(r"[a-zõäöüšž]", re.IGNORECASE)
RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
STRANGE = re.compile(r"[^\w\s.,;:!?()\"'„“”«»–—\-/%&@#*+=§€°<>\[\]{}|\\…•№_`’‘^~$©®½¼²³×]")
CODINGS = ("cp1257", "cp1251", "cp1252", "koi8-r")
MISREAD = re.compile(r"[ÃÐÑÅ][\x80-\xbf\u0152-\u0178\u2013-\u2122]")
FEWEST_MISREAD = 2
SAMPLE = 4096
MOST_STRANGE, MOST_ODD = 0.05, 0.5


def decoded(content: bytes) -> str:
    """Text in whatever coding it was saved: UTF-8, UTF-16, or the Baltic, Cyrillic or western one that reads best."""
    coding = likely_coding(content)
    text = content.decode(coding, "replace").removeprefix("\ufeff")
    return repaired(text) if coding == "utf-8-sig" else text


def likely_coding(content: bytes, *, is_utf8: bool | None = None) -> str:
    """The name of the coding in which ``content``, or the text that it begins, was saved. ``is_utf8`` when that is known."""
    if content.startswith(BYTE_ORDER_MARKS):
        return "utf-16"
    if half := _zero_half(content[:SAMPLE]):
        return half
    if is_utf8 or (is_utf8 is None and _is_utf8(content)):
        return "utf-8-sig"
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())[: 16 * SAMPLE]
    return max(CODINGS, key=lambda coding: _readability(telling.decode(coding, "replace")))


def _zero_half(sample: bytes) -> str:
    """UTF-16 without a mark: of Latin text every second byte is zero."""
    zeros = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(zeros) < len(sample) * 0.3 or min(zeros) > len(sample) * 0.02:
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def repaired(text: str) -> str:
    """A text that was UTF-8 and read as western or Baltic on its way ("PÃ¤evaleht") as it was written."""
    if len(MISREAD.findall(text)) < FEWEST_MISREAD:
        return text
    for coding in ("cp1252", "latin-1", "cp1257"):
        try:
            return text.encode(coding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text


def is_readable(text: str) -> bool:
    """Whether what was decoded is text of people: hardly any sign that stands in no text, few letters of other alphabets."""
    letters, odd = _letters(text)
    return len(STRANGE.findall(text)) <= MOST_STRANGE * len(text) and odd <= max(2, MOST_ODD * letters)


def _readability(text: str) -> float:
    """How much of the text is letters of one of the three languages, less what stands in no letter."""
    letters, odd = _letters(text)
    capitals_inside = len(re.findall(r"[a-zõäöüšžа-яё][A-ZÕÄÖÜŠŽА-ЯЁ]", text))
    return letters - 3 * odd - 5 * len(STRANGE.findall(text)) - 2 * capitals_inside


def _letters(text: str) -> tuple[int, int]:
    """How many letters there are, and how many belong neither to Estonian and English nor, if there are more, to Russian."""
    letters = sum(sign.isalpha() for sign in text)
    return letters, letters - max(len(LETTERS.findall(text)), len(RUSSIAN.findall(text)))
