"""Measuring suggestions on a file of reports: learnt from the earlier ones, tried on the later ones."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from raekoda.casework.suggestions.features import WEIGHTS, Report
from raekoda.casework.suggestions.meaning import meanings
from raekoda.casework.suggestions.model import Measured, Model, measure, train
from raekoda.platform.core.evaluation import table
from raekoda.platform.core.fields import Point

LEARNT_FROM = 0.7
STEPS = (
    ("words and parts of words", ("words", "letters")),
    ("and meaning", ("words", "letters", "meaning")),
    ("and place, words of the address (the product's model)", tuple(WEIGHTS)),
)
BANDS = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)


class NotReports(Exception):
    """The file is neither of the two forms."""


@dataclass(frozen=True)
class Labelled:
    """A report, when it was sent and the category it got."""

    report: Report
    at: datetime
    label: str


@dataclass(frozen=True)
class Figures:
    """What was measured: how many were learnt from, each method by name, and the truth of the confidence by band."""

    learnt: int
    labels: int
    methods: list[tuple[str, Measured]]
    bands: list[tuple[str, int, float, float]]

    @property
    def result(self) -> Measured:
        return self.methods[-1][1]


def read(path: Path) -> list[Labelled]:
    """Reports of a CSV file of Konstanz or of a JSON list of Open311 requests, the oldest first. Raises :class:`NotReports`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = (
            json.loads(text)
            if text.lstrip()[:1] in ("[", "{")
            else list(csv.DictReader(text.splitlines(keepends=True)))
        )
    except (OSError, UnicodeDecodeError, ValueError) as reason:
        raise NotReports(str(path)) from reason
    rows = rows.get("service_requests", []) if isinstance(rows, dict) else rows
    for reader in (_of_konstanz, _of_konstanz_cleaned, _of_open311):
        try:
            found = [reader(row) for row in rows]
        except (KeyError, TypeError, ValueError):
            continue
        if found:
            return sorted((each for each in found if each.label and each.report.text.strip()), key=lambda each: each.at)
    raise NotReports(str(path))


def _of_konstanz(row: dict[str, Any]) -> Labelled:
    address = row["Automatisch-ermittelte-Adresse"].split(",")[0]
    report = Report(row["Text"], address, _point(row["lon"], row["lat"]))
    return Labelled(report, datetime.fromisoformat(row["Gemeldet-am"]), row["Kategorie"])


def _of_konstanz_cleaned(row: dict[str, Any]) -> Labelled:
    report = Report(row["description"], row["address"].split(",")[0], _point(row["lon"], row["lat"]))
    label = f"{row['main_cat'].strip()} > {row['sub_cat'].strip()}"
    return Labelled(report, datetime.strptime(row["reported"], "%Y/%m/%d"), label)


def _of_open311(row: dict[str, Any]) -> Labelled:
    report = Report(row["description"] or "", row.get("address") or "", _point(row.get("long"), row.get("lat")))
    at = datetime.fromisoformat(str(row["requested_datetime"]).replace("Z", "+00:00"))
    return Labelled(report, at, row["service_name"] or "")


def _point(lon: Any, lat: Any) -> Point | None:
    return Point(float(lon), float(lat)) if lon not in (None, "") and lat not in (None, "") else None


def with_meanings(rows: Sequence[Labelled], progress: Callable[[int], None] | None = None) -> list[Labelled]:
    """The same reports, each with its vector."""
    vectors = meanings([row.report.text for row in rows], progress=progress)
    return [replace(row, report=replace(row.report, vector=vector)) for row, vector in zip(rows, vectors, strict=True)]


def evaluate(rows: Sequence[Labelled], say: Callable[[str], None] = lambda _: None) -> Figures:
    """Learn from the earlier reports by one method after another and measure each on the later ones."""
    cut = int(len(rows) * LEARNT_FROM)
    reports, labels = [row.report for row in rows], [row.label for row in rows]
    seen, answers, unseen, right = reports[:cut], labels[:cut], reports[cut:], labels[cut:]
    say("linear model (logistic) on words and characters")
    methods = [("linear model (logistic) on word and character n-grams", _baseline(seen, answers, unseen, right))]
    for name, groups in STEPS:
        say(name)
        model = train(seen, answers, groups)
        methods.append((name, measure(model, unseen, right)))
    return Figures(cut, len(set(answers)), methods, _bands(model, unseen, right))


def _baseline(
    seen: Sequence[Report], answers: Sequence[str], unseen: Sequence[Report], right: Sequence[str]
) -> Measured:
    """The usual first thing to try: logistic regression on weighted words and pairs, and on 2 to 5 characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    machine = make_pipeline(make_union(words, characters), LogisticRegression(C=10, max_iter=1000))
    machine.fit([each.text for each in seen], list(answers))
    chances = machine.predict_proba([each.text for each in unseen])
    guesses = machine.classes_[np.argsort(-chances, axis=1)[:, :3]]
    first = float(np.mean([guess[0] == label for guess, label in zip(guesses, right, strict=True)]))
    among = float(np.mean([label in guess for guess, label in zip(guesses, right, strict=True)]))
    return Measured(len(right), first, among)


def _bands(model: Model, reports: Sequence[Report], right: Iterable[str]) -> list[tuple[str, int, float, float]]:
    """For each band of confidence: how many reports, the mean confidence, and the share that was right."""
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


def written(figures: Figures) -> str:
    """The tables, for a terminal and for the document."""
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
