"""How well search finds the text that answers a question: ``raekoda evaluate search FILE``."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from raekoda.platform.core.evaluation import table, write_section
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search import index
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.queries import search
from raekoda.platform.search.vectors import MODEL_KEY, embed_some, ensure_model

CODE = "eval"
LOOKED_AT = 100


@dataclass
class Measured:
    """The place of the right text for each question (None: not found) and how long each search took, in seconds."""

    places: list[int | None] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def recall(self, first: int) -> float:
        """Share of questions with the right text among the ``first``."""
        return sum(place is not None and place < first for place in self.places) / max(1, len(self.places))

    def reciprocal_rank(self) -> float:
        return sum(1 / (place + 1) for place in self.places if place is not None) / max(1, len(self.places))

    def milliseconds(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Command(BaseCommand):
    help = "Measure search on questions with known texts (EstQA's JSON form). In a database of its own, dropped afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help='JSON: {"data": [{"context", "question", "title"}]}')
        parser.add_argument("--words-only", action="store_true", help="leave meaning out")
        parser.add_argument("--language", default="et")
        parser.add_argument("--write", action="store_true", help="write the table into docs/evaluation.md")

    def handle(self, *, file: Path, words_only: bool, language: str, write: bool, **options: Any) -> None:
        rows = read(file)
        with own_database():
            call_command("migrate", verbosity=0, interactive=False)
            measured = self._measured(rows, language, words_only)
        figures = f"R@1 {measured.recall(1):.3f} R@5 {measured.recall(5):.3f} MRR {measured.reciprocal_rank():.3f}"
        texts = len({row["context"] for row in rows})
        head = ("search", "texts", "questions", "R@1", "R@5", "R@10", "MRR", "p50 ms", "p95 ms")
        actor = "words" if words_only else "words and meaning"
        row = (
            actor, texts, len(rows), *(f"{measured.recall(first):.3f}" for first in (1, 5, 10)),
            f"{measured.reciprocal_rank():.3f}", f"{measured.milliseconds(0.5):.1f}", f"{measured.milliseconds(0.95):.1f}",
        )  # fmt: skip
        shown = table(head, [row])
        self.stdout.write(shown)
        if write:
            flag = " --words-only" if words_only else ""
            text = f"`raekoda evaluate search {file.name}{flag} --write`\n\n{shown}"
            write_section("search-words" if words_only else "search", text)
        self.stdout.write(figures)

    def _measured(self, rows: list[dict[str, Any]], language: str, words_only: bool) -> Measured:
        municipality = Municipality.objects.create(code=CODE, name="Evaluation", county="-", slug="evaluation")
        number_of: dict[str, int] = {}
        with municipality_scope(municipality):
            for row in rows:
                if row["context"] not in number_of:
                    number = number_of[row["context"]] = len(number_of)
                    index.put(municipality, "page", str(number), language, row.get("title") or "", row["context"], "/")
            _forget_model_in_use()
            if not words_only:
                self._embed(municipality)
            _settle()
            try:
                return self._asked(rows, number_of, language)
            finally:
                _forget_model_in_use()

    def _embed(self, municipality: Municipality) -> None:
        model = ensure_model()
        if model.state != EmbeddingModel.State.ACTIVE:
            EmbeddingModel.objects.exclude(pk=model.pk).update(state=EmbeddingModel.State.BUILDING)
            EmbeddingModel.objects.filter(pk=model.pk).update(state=EmbeddingModel.State.ACTIVE)
            _forget_model_in_use()
        done = 0
        while some := embed_some(model, municipality):
            done += some
            self._progress(f"{done} passages have vectors")
        self._progress("")

    def _asked(self, rows: list[dict[str, Any]], number_of: dict[str, int], language: str) -> Measured:
        measured = Measured()
        search(rows[0]["question"], language)
        for count, row in enumerate(rows, 1):
            started = time.perf_counter()
            keys = [hit.key for hit in search(row["question"], language, limit=LOOKED_AT).hits]
            measured.seconds.append(time.perf_counter() - started)
            right = str(number_of[row["context"]])
            measured.places.append(keys.index(right) if right in keys else None)
            self._progress(f"{count} of {len(rows)} questions")
        self._progress("")
        return measured

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")


@contextmanager
def own_database() -> Iterator[None]:
    """Work in a new database on the same server, dropped afterwards: the installation's own is not touched."""
    settings = connection.settings_dict
    before = settings["NAME"]
    name = f"{before}_evaluation_{os.getpid()}"
    _administer(f'CREATE DATABASE "{name}"')
    connection.close()
    settings["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = before
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)


def read(file: Path) -> list[dict[str, Any]]:
    """The rows of a file in EstQA's form. Raises ``CommandError`` in words for people."""
    try:
        data = json.loads(file.read_text())
        rows = data["data"] if isinstance(data, dict) else data
        questions = [row for row in rows if row["context"].strip() and row["question"].strip()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise CommandError(f"{file} cannot be read as questions with their texts: {reason}") from reason
    if not questions:
        raise CommandError(f"{file} holds no questions.")
    return questions


def _settle() -> None:
    """Bring indexes and statistics to the state that they have some minutes after publishing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('document_words'), gin_clean_pending_list('term_trgm')")
        cursor.execute("ANALYZE search_document, search_term, search_passage, search_embedding")


def _forget_model_in_use() -> None:
    from django.core.cache import cache

    cache.delete(MODEL_KEY)
