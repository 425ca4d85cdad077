"""Evaluation of suggestions on a file of reports: trained on the earlier ones, tested on the later ones."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from raekoda.casework.suggestions.embeddings import embed_texts
from raekoda.casework.suggestions.features import WEIGHTS, Report
from raekoda.casework.suggestions.model import Metrics, Model, measure, train
from raekoda.platform.core.charsets import decoded
from raekoda.platform.core.evaluation import table
from raekoda.platform.core.fields import Point
from raekoda.platform.core.tables import read

TRAINING_SHARE = 0.7
STEPS = (
    ("words and parts of words", ("words", "letters")),
    ("and meaning", ("words", "letters", "meaning")),
    ("and place, words of the address (the product's model)", tuple(WEIGHTS)),
)
BANDS = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)


class UnknownFormat(Exception):
    """The file has none of the known formats."""


@dataclass(frozen=True)
class LabelledReport:
    """A report with its time and its category."""

    report: Report
    at: datetime
    label: str


@dataclass(frozen=True)
class EvaluationResult:
    """Results: number of training reports, metrics of each method, calibration of the confidence by band."""

    learnt: int
    labels: int
    methods: list[tuple[str, Metrics]]
    bands: list[tuple[str, int, float, float]]

    @property
    def result(self) -> Metrics:
        return self.methods[-1][1]


def read_reports(path: Path) -> list[LabelledReport]:
    """Read reports from a CSV file of Konstanz or a JSON list of Open311 requests, oldest first.

    Raises :class:`UnknownFormat`.
    """
    try:
        content = path.read_bytes()
        is_json = decoded(content[:100]).lstrip()[:1] in ("[", "{")
        rows = json.loads(decoded(content)) if is_json else [row.cells for row in read(io.BytesIO(content)).rows]
    except (OSError, ValueError) as reason:
        raise UnknownFormat(str(path)) from reason
    rows = rows.get("service_requests", []) if isinstance(rows, dict) else rows
    for reader in (_from_konstanz, _from_konstanz_cleaned, _from_open311):
        try:
            found = [reader(row) for row in rows]
        except (KeyError, TypeError, ValueError):
            continue
        if found:
            return sorted((each for each in found if each.label and each.report.text.strip()), key=lambda each: each.at)
    raise UnknownFormat(str(path))


def _from_konstanz(row: dict[str, Any]) -> LabelledReport:
    address = row["Automatisch-ermittelte-Adresse"].split(",")[0]
    report = Report(row["Text"], address, _point(row["lon"], row["lat"]))
    return LabelledReport(report, datetime.fromisoformat(row["Gemeldet-am"]), row["Kategorie"])


def _from_konstanz_cleaned(row: dict[str, Any]) -> LabelledReport:
    report = Report(row["description"], row["address"].split(",")[0], _point(row["lon"], row["lat"]))
    label = f"{row['main_cat'].strip()} > {row['sub_cat'].strip()}"
    return LabelledReport(report, datetime.strptime(row["reported"], "%Y/%m/%d"), label)


def _from_open311(row: dict[str, Any]) -> LabelledReport:
    report = Report(row["description"] or "", row.get("address") or "", _point(row.get("long"), row.get("lat")))
    at = datetime.fromisoformat(str(row["requested_datetime"]).replace("Z", "+00:00"))
    return LabelledReport(report, at, row["service_name"] or "")


def _point(lon: Any, lat: Any) -> Point | None:
    return Point(float(lon), float(lat)) if lon not in (None, "") and lat not in (None, "") else None


def with_vectors(rows: Sequence[LabelledReport], progress: Callable[[int], None] | None = None) -> list[LabelledReport]:
    """The reports with their embedding vectors."""
    vectors = embed_texts([row.report.text for row in rows], progress=progress)
    return [replace(row, report=replace(row.report, vector=vector)) for row, vector in zip(rows, vectors, strict=True)]


def evaluate(
    rows: Sequence[LabelledReport], report_progress: Callable[[str], None] = lambda _: None
) -> EvaluationResult:
    """Train each method on the earlier reports and measure it on the later ones."""
    cut = int(len(rows) * TRAINING_SHARE)
    reports, labels = [row.report for row in rows], [row.label for row in rows]
    seen, answers, unseen, right = reports[:cut], labels[:cut], reports[cut:], labels[cut:]
    report_progress("linear model (logistic) on words and characters")
    methods = [("linear model (logistic) on word and character n-grams", _baseline(seen, answers, unseen, right))]
    for name, groups in STEPS:
        report_progress(name)
        model = train(seen, answers, groups)
        methods.append((name, measure(model, unseen, right)))
    return EvaluationResult(cut, len(set(answers)), methods, _bands(model, unseen, right))


def _baseline(
    seen: Sequence[Report], answers: Sequence[str], unseen: Sequence[Report], right: Sequence[str]
) -> Metrics:
    """A baseline: logistic regression on TF-IDF of word and character n-grams."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    classifier = make_pipeline(make_union(words, characters), LogisticRegression(C=10, max_iter=1000))
    classifier.fit([each.text for each in seen], list(answers))
    chances = classifier.predict_proba([each.text for each in unseen])
    guesses = classifier.classes_[np.argsort(-chances, axis=1)[:, :3]]
    first = float(np.mean([guess[0] == label for guess, label in zip(guesses, right, strict=True)]))
    among = float(np.mean([label in guess for guess, label in zip(guesses, right, strict=True)]))
    return Metrics(len(right), first, among)


def _bands(model: Model, reports: Sequence[Report], right: Iterable[str]) -> list[tuple[str, int, float, float]]:
    """Per confidence band: (name, reports, mean confidence, accuracy)."""
    first = [guess[0] for guess in model.predict(reports, limit=1)]
    sure = np.array([chance for _label, chance in first])
    good = np.array([label == answer for (label, _chance), answer in zip(first, right, strict=True)])
    found = []
    for low, high in pairwise(BANDS):
        within = (sure >= low) & ((sure < high) | (high == 1.0))
        if within.any():
            name = f"{low:.0%} to {high:.0%}"
            found.append((name, int(within.sum()), float(sure[within].mean()), float(good[within].mean())))
    return found


def as_text(figures: EvaluationResult) -> str:
    """The tables as text, for a terminal and docs/evaluation.md."""
    methods = [(name, f"{each.top_1:.3f}", f"{each.top_3:.3f}") for name, each in figures.methods]
    bands = [(name, count, f"{sure:.0%}", f"{good:.0%}") for name, count, sure, good in figures.bands]
    tried = figures.result.reports
    learnt = f"Learnt from the {figures.learnt:,} earlier reports, tried on the {tried:,} later ones"
    return "\n\n".join(
        [
            f"{learnt}; {figures.labels} categories.",
            table(("method", "top-1", "top-3"), methods),
            "How true the confidence of the first suggestion is:",
            table(("said confidence", "reports", "mean said", "right"), bands),
        ]
    )
