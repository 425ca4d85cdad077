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


def decoded(content: bytes) -> str:
    """Text in whatever coding it was saved: UTF-8, UTF-16, or the Baltic, Cyrillic or western one that reads best."""
    if content.startswith(BYTE_ORDER_MARKS):
        return content.decode("utf-16", "replace").removeprefix("\ufeff")
    try:
        return repaired(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return max((content.decode(coding, "replace") for coding in CODINGS), key=_readability)


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


def _readability(text: str) -> float:
    """How much of the text is letters of one of the three languages, less what stands in no letter."""
    estonian, russian = len(LETTERS.findall(text)), len(RUSSIAN.findall(text))
    capitals_inside = len(re.findall(r"[a-zõäöüšžа-яё][A-ZÕÄÖÜŠŽА-ЯЁ]", text))
    letters = sum(sign.isalpha() for sign in text)
    odd = letters - max(estonian, russian)
    return max(estonian, russian) - 2 * odd - 5 * len(STRANGE.findall(text)) - 2 * capitals_inside
