"""Words as people write them and as search compares them: tokens, lemmas, language, plain text, highlights."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from simplemma.strategies import DefaultStrategy

LANGUAGES = ("et", "en", "ru")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN = re.compile(r"[a-zõäöüšž]", re.IGNORECASE)
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Zero width spaces, byte order marks, soft hyphens, bidirectional controls, fillers and tags."""
JOINER = re.compile("[\u200c\u200d\ufe00-\ufe0f]+")
"""Joiners and variation selectors: part of the spelling in some scripts and in emoji, noise after any other letter."""
COMBINING_OF_EUROPE = "\u0589"
"""Marks before this sign belong to Latin, Greek and Cyrillic letters, which are never joined."""
LONGEST_WORD = 60
LAST_POSITION = 16383
POSITIONS_OF_A_LEXEME = 255


@lru_cache(maxsize=1)
def _strategy() -> DefaultStrategy:
    """simplemma over tries kept on disk: 10 ms and 41 MB to load, once they were built (:func:`build_dictionaries`)."""
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory

    folder = Path(settings.RAEKODA_DICTIONARIES)
    folder.mkdir(parents=True, exist_ok=True)
    return DefaultStrategy(
        dictionary_factory=TrieDictionaryFactory(cache_max_size=len(LANGUAGES), disk_cache_dir=str(folder))
    )


def build_dictionaries() -> None:
    """Build the tries on disk where they are missing: some seconds and 500 MB, so best in a process of its own."""
    for language in LANGUAGES:
        lemma("raekoda", language)


def clean_text(text: str) -> str:
    """What a person typed, fit for keeping and for XML: NFC, plain line ends, no control characters, no invisible signs.

    Joiners and variation selectors stay where a script or an emoji needs them.
    """
    seen = INVISIBLE.sub("", CONTROL.sub("", LINE_ENDS.sub("\n", str(text))))
    joined = JOINER.sub(_needed_joiner, unicodedata.normalize("NFC", seen))
    return unicodedata.normalize("NFC", joined).strip()


def clean_code(text: str) -> str:
    """An address or a code: as :func:`clean_text`, and no joiners anywhere."""
    return JOINER.sub("", clean_text(text)).strip()


def _needed_joiner(joiner: re.Match[str]) -> str:
    text, start, end = joiner.string, *joiner.span()
    before = text[start - 1] if start else " "
    category = unicodedata.category(before)
    is_keycap = joiner.group() == "\ufe0f" and text[end : end + 1] == "\u20e3"
    is_needed = category in {"Lo", "So", "Sk", "Sm"} or (category in {"Mn", "Mc"} and before > COMBINING_OF_EUROPE)
    return joiner.group() if is_needed or is_keycap else ""


def clean_data(value: Any) -> Any:
    """JSON data with every text in it cleaned as by :func:`clean_text`; what is no JSON becomes its text."""
    if isinstance(value, dict):
        return {clean_text(key): clean_data(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_data(each) for each in value]
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return clean_text(value)


def normalize_text(text: str) -> str:
    """Small letters without marks: what somebody types who has no Estonian keyboard."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a text, as written (NFC)."""
    return WORD.findall(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=100_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of one word, lower case; the word itself when no form is known."""
    word = word[:LONGEST_WORD].replace("’", "'")
    lowered = word.lower()
    if language not in LANGUAGES:
        return lowered
    return (_strategy().get_lemma(lowered, language) or lowered).lower()


@lru_cache(maxsize=100_000)
def is_word(word: str, language: str) -> bool:
    """Whether the dictionary of the language holds the word as written: "Tallinna" it knows, "tallinna" it does not."""
    return _strategy().is_dictionary_member(word[:LONGEST_WORD], language)


def lemmas(text: str, language: str) -> list[str]:
    """The lemmas of a text in its order, repetitions kept."""
    return [lemma(word, language) for word in words(text)]


def detect_language(text: str, default: str = "et") -> str:
    """``et``, ``en`` or ``ru``: by script first, then by which dictionary knows more of the words."""
    cyrillic, latin = len(CYRILLIC.findall(text)), len(LATIN.findall(text))
    if cyrillic > latin:
        return "ru"
    found = [word.lower() for word in words(text)[:60] if len(word) > 1]
    known = {
        language: sum(_strategy().is_dictionary_member(word, language) for word in found) for language in ("et", "en")
    }
    if known["et"] == known["en"]:
        return default if default != "ru" or not latin else "et"
    return max(known, key=lambda language: known[language])


def plain(markup: str) -> str:
    """The text of an HTML fragment: tags gone, a space between blocks, entities resolved."""
    spaced = re.sub(r"<(?:/p|/li|/h\d|/div|br)[^<>]*>", lambda tag: tag.group() + " ", markup, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", html.unescape(nh3.clean(spaced, tags=set()))).strip()


def weighted(parts: Iterable[tuple[str, str]], language: str) -> str:
    """A PostgreSQL ``tsvector`` literal of lemmas.

    ``parts`` are pairs of a text and its weight (``A`` strongest to ``D``); positions run through all of them.
    """
    positions: dict[str, list[str]] = {}
    position = 0
    for text, weight in parts:
        for term in lemmas(text, language):
            position = min(position + 1, LAST_POSITION)
            places = positions.setdefault(term, [])
            if len(places) < POSITIONS_OF_A_LEXEME:
                places.append(f"{position}{'' if weight == 'D' else weight}")
    return " ".join(f"{quoted(term)}:{','.join(places)}" for term, places in positions.items())


def quoted(term: str) -> str:
    """A lexeme as ``tsvector`` and ``tsquery`` literals write it."""
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def highlight(text: str, wanted: set[str], language: str, width: int = 240) -> SafeString:
    """The stretch of ``text`` (about ``width`` characters) with most of the ``wanted`` lemmas, each in ``<mark>``."""
    text = unicodedata.normalize("NFC", text)
    hits = [(match.start(), match.end()) for match in _matches(text, wanted, language)]
    start = _best_start(hits, width)
    start = max(text.rfind(" ", 0, start + 1), 0) if start else 0
    end = min(len(text), start + width)
    end = len(text) if end == len(text) else max(text.rfind(" ", start, end), start + width // 2)
    pieces, cursor = [], start
    for left, right in hits:
        if left >= cursor and right <= end:
            pieces += [escape(text[cursor:left]), "<mark>", escape(text[left:right]), "</mark>"]
            cursor = right
    pieces.append(escape(text[cursor:end]))
    shown = "".join(pieces).strip()
    return mark_safe(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}")


def _matches(text: str, wanted: set[str], language: str) -> Iterator[re.Match[str]]:
    return (match for match in WORD.finditer(text) if lemma(match.group(), language) in wanted)


def _best_start(hits: list[tuple[int, int]], width: int) -> int:
    """Where a window of ``width`` characters holds most hits; the first such place, with some words before it."""
    best, best_count = 0, 0
    for index, (left, _) in enumerate(hits):
        count = sum(1 for other, _ in hits[index:] if other < left + width - 40)
        if count > best_count:
            best, best_count = left, count
    return max(0, best - 40)
