"""How well redaction does on a text whose names of people are marked, and on contacts planted in it.

The file is in EstNER's form: documents of sentences of words, each word with its marks on three levels (``B-PER``).
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from raekoda.platform.core.redact import EMAIL, IBAN, NAME, PERSONAL_CODE, PHONE, Found, find
from raekoda.platform.core.redact.planting import PLANTED_KINDS, planted

LEVELS = ("ner_1", "ner_2", "ner_3")
NO_SPACE_BEFORE = frozenset(".,:;!?)]}”»…%")
NO_SPACE_AFTER = frozenset("([{„«")
QUOTE = '"'
Finder = Callable[[str], list[Found]]


class Word(NamedTuple):
    """A word of the file at its place in the text put together again."""

    start: int
    end: int
    begins_name: bool
    continues_name: bool
    is_of_person: bool


@dataclass
class Document:
    """A text of the file, its words, and where its sentences end."""

    text: str = ""
    words: list[Word] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @property
    def names(self) -> Iterator[list[Word]]:
        """The words of each name on the first level."""
        name: list[Word] = []
        for word in self.words:
            if name and not word.continues_name:
                yield name
                name = []
            if word.begins_name or (word.continues_name and name):
                name.append(word)
        if name:
            yield name


@dataclass
class NameFigures:
    """What was counted about names of people."""

    names: int = 0
    names_found: int = 0
    full_names: int = 0
    full_names_found: int = 0
    words_of_people: int = 0
    words_of_people_found: int = 0
    words: int = 0
    words_taken: int = 0
    words_taken_rightly: int = 0

    @property
    def recall(self) -> float:
        """Share of names all of whose words were found."""
        return _share(self.names_found, self.names)

    @property
    def full_recall(self) -> float:
        """Share of names of two or more words all of which were found."""
        return _share(self.full_names_found, self.full_names)

    @property
    def word_recall(self) -> float:
        """Share of the words of names that were found."""
        return _share(self.words_of_people_found, self.words_of_people)

    @property
    def precision(self) -> float:
        """Share of the words taken for names that are marked as a person's on some level."""
        return _share(self.words_taken_rightly, self.words_taken)

    @property
    def taken(self) -> float:
        """Share of all words of the text that were taken."""
        return _share(self.words_taken, self.words)


@dataclass
class PlantedFigures:
    """What was counted about contacts, by kind."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def recall(self, kind: str) -> float:
        """Share of those planted that were covered wholly, as what they are."""
        return _share(self.found[kind], self.planted[kind])

    def precision(self, kind: str) -> float:
        """Share of those found that were planted there."""
        return _share(self.found[kind], self.found[kind] + self.wrong[kind])


def all_names(text: str) -> list[Found]:
    """Every name that the rules find."""
    return find(text, {NAME})


def read(file: Path) -> list[Document]:
    """The documents of an EstNER file as texts."""
    return [_document(each["sentences"]) for each in json.loads(file.read_text(encoding="utf-8"))["documents"]]


def measure_names(documents: Iterable[Document], by_sentence: bool = False, find_in: Finder = all_names) -> NameFigures:
    """Find names in each document, or in each sentence as if it were all there is, and count."""
    figures = NameFigures()
    for document in documents:
        covered = _covered(document, by_sentence, find_in)
        hit = {word: all(covered[word.start : word.end]) for word in document.words}
        letters = [word for word in document.words if any(map(str.isalnum, document.text[word.start : word.end]))]
        names = list(document.names)
        figures.names += len(names)
        figures.names_found += sum(all(hit[word] for word in name) for name in names)
        full = [name for name in names if len(name) > 1]
        figures.full_names += len(full)
        figures.full_names_found += sum(all(hit[word] for word in name) for name in full)
        figures.words += len(letters)
        figures.words_taken += sum(hit[word] for word in letters)
        figures.words_taken_rightly += sum(hit[word] and word.is_of_person for word in letters)
        figures.words_of_people += sum(word.is_of_person for word in letters)
        figures.words_of_people_found += sum(hit[word] and word.is_of_person for word in letters)
    return figures


def measure_planted(documents: Iterable[Document], seed: int = 2026) -> PlantedFigures:
    """Plant one contact into each sentence at a random place between its words and count how many are found."""
    figures, chance = PlantedFigures(), random.Random(seed)  # noqa: S311
    for document in documents:
        for sentence in document.sentences:
            kind = chance.choice(PLANTED_KINDS)
            text, start, end = planted(sentence, kind, chance)
            detected = find(text)
            figures.planted[kind] += 1
            figures.found[kind] += any(each[0] == kind and each[1] <= start and end <= each[2] for each in detected)
            for other, from_, to in detected:
                figures.wrong[other] += other != kind or to <= start or from_ >= end
    return figures


def _document(sentences: list[dict[str, list[dict[str, str]]]]) -> Document:
    document = Document()
    for sentence in sentences:
        begun, open_quote, glued = len(document.text), False, True
        for word in sentence["words"]:
            written = word["word"]
            closes = written in NO_SPACE_BEFORE or (written == QUOTE and open_quote)
            if not glued and not closes:
                document.text += " "
            start = len(document.text)
            document.text += written
            document.words.append(_word(word, start))
            glued = written in NO_SPACE_AFTER or (written == QUOTE and not open_quote)
            open_quote ^= written == QUOTE
        document.sentences.append(document.text[begun:])
        document.text += "\n"
    return document


def _word(word: dict[str, str], start: int) -> Word:
    first = word.get("ner_1") or "O"
    of_person = any((word.get(level) or "O").endswith("-PER") for level in LEVELS)
    return Word(start, start + len(word["word"]), first == "B-PER", first == "I-PER", of_person)


def _covered(document: Document, by_sentence: bool, find_in: Finder) -> bytearray:
    covered, offset = bytearray(len(document.text)), 0
    for text in document.sentences if by_sentence else [document.text]:
        for _kind, start, end in find_in(text):
            covered[offset + start : offset + end] = b"\x01" * (end - start)
        offset += len(text) + 1
    return covered


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def halves(documents: list[Document]) -> tuple[list[Document], list[Document]]:
    """The rules were made while looking at the first half; the second one tells how they do elsewhere."""
    middle = len(documents) // 2
    return documents[:middle], documents[middle:]


def last_line(names: NameFigures, contacts: PlantedFigures) -> str:
    """The figures in one line."""
    recalls = " ".join(
        f"{word} {contacts.recall(kind):.3f}"
        for word, kind in (("codes", PERSONAL_CODE), ("phones", PHONE), ("e-mails", EMAIL), ("ibans", IBAN))
    )
    return f"names recall {names.recall:.3f} precision {names.precision:.3f} {recalls}"
