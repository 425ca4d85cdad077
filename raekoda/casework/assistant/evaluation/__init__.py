"""Evaluation set: invented residents' questions over the demo content, with the documents that answer them.

``questions.json`` is a list of rows ``{"question", "language", "split", "sources", "note"}``:

- ``split``: "tune" chooses thresholds, "test" is only ever measured; in each language half of the questions each;
- ``sources``: every document that counts as right, ``[kind, name]``; empty when the content does not answer the question.
  The name is stable across installations: a service's and a page's slug, an answer's title,
  a news story's Estonian title;
- ``note``: what the row tries; those without an answer begin with "near:" (a matter people do bring to a town hall)
  or "far:" (nothing of the kind).

``everyday.json`` has the same form: questions as people write them, misspelt, short, in dialect. ``emergencies.json`` has
``kind`` instead of sources. A file with ``want`` instead of ``sources`` (slugs of services, null or "emergency") is read too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from django_scopes import get_scope

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.material import Material
from raekoda.platform.search.models import Document
from raekoda.registry.services.models import Service

EMERGENCIES = Path(__file__).with_name("emergencies.json")
EVERYDAY = Path(__file__).with_name("everyday.json")
Name = tuple[str, str]
Key = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """One question; ``keys`` are (kind, key) of the right documents in the index of the current municipality."""

    question: str
    language: str
    split: str
    sources: tuple[Name, ...]
    note: str
    keys: frozenset[Key] = field(default=frozenset())

    def is_right(self, material: Material) -> bool:
        """Whether a text is one of the right ones, or about the same service as one of them."""
        service = material.service.slug if material.service else ""
        return (material.found.kind, material.found.key) in self.keys or ("service", service) in self.sources

    @property
    def is_answerable(self) -> bool:
        return bool(self.sources)


def written(split: str | None = None, file: Path | None = None) -> list[Question]:
    """The questions of the project or of ``file``, of one split or all, without keys."""
    text = (file or files(__package__) / "questions.json").read_text(encoding="utf-8")
    return [_question(row) for row in json.loads(text) if split in (None, row.get("split"))]


def load(split: str | None = None, file: Path | None = None) -> list[Question]:
    """The questions of one split or all, with ``keys`` inside a municipality scope. Raises ``LookupError`` for documents that
    the municipality has not published."""
    questions = written(split, file)
    if get_scope().get("municipality") is None:
        return questions
    keys = _keys()
    strict = {name for each in questions if each.split != "tried" for name in each.sources}
    if missing := sorted(strict - keys.keys()):
        raise LookupError(f"Not published here: {missing}")
    return [replace(each, keys=frozenset(keys[name] for name in each.sources if name in keys)) for each in questions]


def _question(row: Mapping[str, Any]) -> Question:
    if "want" in row:
        return _tried(row)
    sources = tuple((kind, name) for kind, name in row["sources"])
    return Question(row["question"], row["language"], row["split"], sources, row["note"])


def _tried(row: Mapping[str, Any]) -> Question:
    """A row with ``want``: slugs of services, None for no answer, or "emergency" for a card."""
    wanted = (
        (("emergency", "card"),)
        if row["want"] == "emergency"
        else tuple(("service", slug) for slug in row["want"] or ())
    )
    return Question(row["question"], row["language"], "tried", wanted, row["note"])


def _keys() -> dict[Name, Key]:
    """Key in the index of everything published in the current municipality, by stable name."""
    keys: dict[Name, Key] = {("emergency", "card"): ("emergency", "card")}
    for pk, slug in Service.objects.filter(live=True).values_list("pk", "slug"):
        keys["service", slug] = ("service", str(pk))
    for pk, title in PublishedAnswer.objects.filter(status="published").values_list("pk", "title"):
        keys["answer", title] = ("answer", str(pk))
    pages = Document.objects.filter(kind__in=(Document.Kind.PAGE, Document.Kind.NEWS), language="et")
    for kind, key, title, url in pages.values_list("kind", "key", "title", "url"):
        name = title if kind == Document.Kind.NEWS else url.rstrip("/").rpartition("/")[2]
        keys[kind, name] = (kind, key)
    return keys
