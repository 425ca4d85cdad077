"""Evaluation of search on questions with known texts: ``raekoda evaluate search FILE``."""

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
RESULT_LIMIT = 100


@dataclass
class SearchMetrics:
    """The position of the expected text for each question (None: not found) and the duration of each search in seconds."""

    positions: list[int | None] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def recall(self, first: int) -> float:
        """Share of questions with the expected text among the ``first`` results."""
        return sum(position is not None and position < first for position in self.positions) / max(
            1, len(self.positions)
        )

    def reciprocal_rank(self) -> float:
        return sum(1 / (position + 1) for position in self.positions if position is not None) / max(
            1, len(self.positions)
        )

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
        rows = read_questions(file)
        with own_database():
            call_command("migrate", verbosity=0, interactive=False)
            metrics = self._evaluate(rows, language, words_only)
        figures = f"R@1 {metrics.recall(1):.3f} R@5 {metrics.recall(5):.3f} MRR {metrics.reciprocal_rank():.3f}"
        texts = len({row["context"] for row in rows})
        head = ("search", "texts", "questions", "R@1", "R@5", "R@10", "MRR", "p50 ms", "p95 ms")
        method = "words" if words_only else "words and meaning"
        row = (
            method, texts, len(rows), *(f"{metrics.recall(first):.3f}" for first in (1, 5, 10)),
            f"{metrics.reciprocal_rank():.3f}", f"{metrics.milliseconds(0.5):.1f}", f"{metrics.milliseconds(0.95):.1f}",
        )  # fmt: skip
        output = table(head, [row])
        self.stdout.write(output)
        if write:
            flag = " --words-only" if words_only else ""
            text = f"`raekoda evaluate search {file.name}{flag} --write`\n\n{output}"
            write_section("search-words" if words_only else "search", text)
        self.stdout.write(figures)

    def _evaluate(self, rows: list[dict[str, Any]], language: str, words_only: bool) -> SearchMetrics:
        municipality = Municipality.objects.create(code=CODE, name="Evaluation", county="-", slug="evaluation")
        numbers: dict[str, int] = {}
        with municipality_scope(municipality):
            for row in rows:
                if row["context"] not in numbers:
                    number = numbers[row["context"]] = len(numbers)
                    index.put(municipality, "page", str(number), language, row.get("title") or "", row["context"], "/")
            _clear_model_cache()
            if not words_only:
                self._embed(municipality)
            _refresh_indexes()
            try:
                return self._run_questions(rows, numbers, language)
            finally:
                _clear_model_cache()

    def _embed(self, municipality: Municipality) -> None:
        model = ensure_model()
        if model.state != EmbeddingModel.State.ACTIVE:
            EmbeddingModel.objects.exclude(pk=model.pk).update(state=EmbeddingModel.State.BUILDING)
            EmbeddingModel.objects.filter(pk=model.pk).update(state=EmbeddingModel.State.ACTIVE)
            _clear_model_cache()
        done = 0
        while some := embed_some(model, municipality):
            done += some
            self._progress(f"{done} passages have vectors")
        self._progress("")

    def _run_questions(self, rows: list[dict[str, Any]], numbers: dict[str, int], language: str) -> SearchMetrics:
        metrics = SearchMetrics()
        search(rows[0]["question"], language)
        for count, row in enumerate(rows, 1):
            started = time.perf_counter()
            keys = [hit.key for hit in search(row["question"], language, limit=RESULT_LIMIT).hits]
            metrics.seconds.append(time.perf_counter() - started)
            expected = str(numbers[row["context"]])
            metrics.positions.append(keys.index(expected) if expected in keys else None)
            self._progress(f"{count} of {len(rows)} questions")
        self._progress("")
        return metrics

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


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The rows of a file in EstQA's form. Raises ``CommandError``."""
    try:
        data = json.loads(file.read_text())
        rows = data["data"] if isinstance(data, dict) else data
        questions = [row for row in rows if row["context"].strip() and row["question"].strip()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise CommandError(f"{file} cannot be read as questions with their texts: {reason}") from reason
    if not questions:
        raise CommandError(f"{file} holds no questions.")
    return questions


def _refresh_indexes() -> None:
    """Flush pending index entries and update statistics, as autovacuum does some minutes after publishing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('document_words'), gin_clean_pending_list('term_trgm')")
        cursor.execute("ANALYZE search_document, search_term, search_passage, search_embedding")


def _clear_model_cache() -> None:
    from django.core.cache import cache

    cache.delete(MODEL_KEY)
