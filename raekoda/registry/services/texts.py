"""Translated texts of the register; a missing translation falls back to Estonian and is marked with ``lang``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from raekoda.registry.services.rules import lines

PREFERRED = ("et", "en", "ru")
ALPHABETS = {
    "et": "abcdefghijklmnopqrsšzžtuvwõäöüxy",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}


@dataclass(frozen=True)
class Text:
    """A text and its language; ``requested`` is the language of the page. Empty texts are false."""

    words: str
    language: str
    requested: str

    def __bool__(self) -> bool:
        return bool(self.words.strip())

    def __str__(self) -> str:
        return self.words

    @property
    def is_foreign(self) -> bool:
        return bool(self) and self.language != self.requested

    @property
    def lang(self) -> SafeString:
        """`` lang="et"`` when the text is in another language than the page."""
        return format_html(' lang="{}"', self.language) if self.is_foreign else mark_safe("")


def names_of(relation: str) -> list[str]:
    """Fields of the translated name of a related record, for ``QuerySet.only``."""
    return [f"{relation}__name_{code}" for code in PREFERRED]


def written(record: Any, field: str, language: str) -> Text:
    """The text of ``field`` in ``language``, otherwise in the first language of :data:`PREFERRED` that has it."""
    for code in dict.fromkeys((language, *PREFERRED)):
        text = getattr(record, f"{field}_{code}", None) or ""
        if text.strip():
            return Text(text, code, language)
    return Text("", language, language)


def paragraphs(text: Text) -> SafeString:
    """Paragraphs and lists ("- " at the start of a line) as HTML, with links made of web and e-mail addresses."""
    blocks = [block for block in re.split(r"\n[^\S\n]*\n", text.words.replace("\r\n", "\n").strip()) if block.strip()]
    return format_html_join("\n", "{}", ((_block(block, text),) for block in blocks))


def bullets(text: Text) -> SafeString:
    """A list with an item for each line; a single line as a paragraph."""
    items = lines(text.words)
    return _list("ul", items, text) if len(items) > 1 else paragraphs(text)


def steps(text: Text) -> SafeString:
    """A numbered list with a step for each line; a single line as a paragraph."""
    items = lines(text.words)
    return _list("ol", items, text) if len(items) > 1 else paragraphs(text)


def inline(text: Text) -> SafeString:
    """The text inline, with ``lang`` when its language differs from the page."""
    return (
        format_html("<span{}>{}</span>", text.lang, text.words) if text.is_foreign else conditional_escape(text.words)
    )


def _block(block: str, text: Text) -> SafeString:
    rows = block.strip().split("\n")
    if all(re.match(r"\s*[-•*]\s+", row) for row in rows):
        return _list("ul", lines(block), text)
    html = mark_safe("<br>".join(_linkify(row) for row in rows))
    return format_html("<p{}>{}</p>", text.lang, html)


def _list(tag: str, items: Iterable[str], text: Text) -> SafeString:
    inner = format_html_join("", "<li>{}</li>", ((_linkify(item),) for item in items))
    style = ' class="rk-steps"' if tag == "ol" else ""
    return format_html("<{}{}{}>{}</{}>", mark_safe(tag), mark_safe(style), text.lang, inner, mark_safe(tag))


def _linkify(text: str) -> SafeString:
    return mark_safe(urlize(text, autoescape=True))


def alphabet_key(name: str, language: str) -> tuple[Any, ...]:
    """Sort key by the alphabet of ``language``: š, z, ž after s in Estonian, õ, ä, ö, ü before x."""
    alphabet = ALPHABETS.get(language, "")
    ranks = {letter: index for index, letter in enumerate(alphabet)}
    folded = name.strip().lower()
    letters = tuple((0, ranks[c]) if c in ranks else (1 if c.isalpha() else -1, ord(c)) for c in folded)
    return letters, folded


def first_letter(name: str) -> str:
    """The letter of a name in an A–Z list; "#" for digits and signs."""
    stripped = name.strip()
    return stripped[0].upper() if stripped and stripped[0].isalpha() else "#"
