"""The model of case labels: training, held-out accuracy, storage without code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from raekoda.casework.suggestions import evaluation, rules
from raekoda.casework.suggestions.features import WEIGHTS, Report
from raekoda.casework.suggestions.model import Model, NotEnoughData, measure, train
from raekoda.casework.suggestions.models import Decision
from raekoda.platform.core.fields import Point
from tests.shared_data import shared

WITHOUT_MEANING = tuple(group for group in WEIGHTS if group != "meaning")
MATTERS = {
    "lights": ("Lamp ei põle {} tänaval", "Tänavavalgusti {} juures on kustunud", "{}: laternad on pimedad"),
    "roads": ("Auk teekattes {} tänaval", "{} sõidutee on lagunenud", "Asfalt on {} juures katki"),
    "waste": ("Prügikast {} pargis on täis", "{} kõrval on prügi maha visatud", "Konteiner {} juures ajab üle"),
}
STREETS = (
    "Kase",
    "Kuuse",
    "Pihlaka",
    "Vahtra",
    "Lepa",
    "Tamme",
    "Saare",
    "Toome",
    "Sireli",
    "Jasmiini",
    "Paju",
    "Haava",
)


def generated_reports() -> tuple[list[Report], list[str]]:
    """Reports of three matters, each in its own part of the town, in turn."""
    reports, labels = [], []
    for number in range(144):
        label = list(MATTERS)[number % 3]
        text = MATTERS[label][number // 3 % 3].format(STREETS[number // 12])
        place = Point(26.70 + 0.02 * (number % 3) + 0.0001 * (number % 7), 58.37)
        reports.append(Report(text, f"{STREETS[number // 12]} 1", None if number % 10 == 0 else place))
        labels.append(label)
    return reports, labels


def test_training_measures_held_out_accuracy() -> None:
    reports, labels = generated_reports()
    model = train(reports[:120], labels[:120], WITHOUT_MEANING)
    assert model.metrics.reports == 24
    assert model.metrics.top_1 > 0.9
    assert measure(model, reports[120:], labels[120:]).top_1 > 0.9
    chances = model.probabilities(reports[120:])
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
    guess = model.predict([Report("Kase tänav: lamp on kustunud")])[0]
    assert guess[0][0] == "lights"
    assert guess[0][1] > guess[1][1] > guess[2][1]


def test_the_place_decides_where_words_do_not() -> None:
    reports, labels = generated_reports()
    model = train(reports, labels, WITHOUT_MEANING)
    guesses = model.predict(
        [Report("Palun tulge vaatama", "", Point(26.70 + 0.02 * place, 58.37)) for place in range(3)]
    )
    assert [guess[0][0] for guess in guesses] == list(MATTERS)


def test_a_stored_model_is_restored_and_holds_no_code() -> None:
    reports, labels = generated_reports()
    model = train(reports, labels, WITHOUT_MEANING)
    data = model.to_bytes()
    again = Model.from_bytes(data)
    assert np.allclose(again.probabilities(reports), model.probabilities(reports), atol=1e-2)
    assert again.metrics == model.metrics
    assert (again.labels, again.reports) == (model.labels, model.reports)
    assert b"sklearn" not in data
    harmful = io.BytesIO()
    np.savez(harmful, format=np.array([object()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        Model.from_bytes(harmful.getvalue())


def test_too_few_reports_or_labels_raise() -> None:
    reports, labels = generated_reports()
    with pytest.raises(NotEnoughData):
        train(reports[:50], labels[:50], WITHOUT_MEANING)
    with pytest.raises(NotEnoughData):
        train(reports, ["lights"] * len(reports), WITHOUT_MEANING)


def test_web_processes_do_not_load_scikit_learn() -> None:
    code = (
        "import django, sys; django.setup(); import raekoda.config.urls;"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip().endswith("[]")


def test_reports_of_konstanz_are_read_in_both_forms_by_time() -> None:
    raw = evaluation.read_reports(shared("311", "konstanz", "data", "data.csv"))
    cleaned = evaluation.read_reports(shared("311", "konstanz", "data", "final.csv"))
    assert len(raw) == len(cleaned) == 3791
    assert {row.label for row in raw} == {row.label for row in cleaned}
    assert len({row.label for row in raw}) == 23
    assert all(before.at <= after.at for before, after in pairwise(raw))


def test_earlier_reports_of_konstanz_tell_the_category_of_later_ones() -> None:
    """A part of what the command measures: without meaning. A linear model on the text alone has 65.0 % and 88.6 %."""
    rows = evaluation.read_reports(shared("311", "konstanz", "data", "data.csv"))
    cut = int(len(rows) * evaluation.TRAINING_SHARE)
    reports, labels = [row.report for row in rows], [row.label for row in rows]
    measured = measure(train(reports[:cut], labels[:cut], WITHOUT_MEANING), reports[cut:], labels[cut:])
    assert measured.reports == 1138
    assert measured.top_1 >= 0.69
    assert measured.top_3 >= 0.88


def test_the_command_measures_open311_requests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports, labels = generated_reports()
    requests = [
        {"description": report.text, "service_name": label, "address": report.address,
         "lat": report.point.lat if report.point else None, "long": report.point.lon if report.point else None,
         "requested_datetime": f"2026-01-{1 + number // 24:02d}T{number % 24:02d}:00:00Z"}
        for number, (report, label) in enumerate(zip(reports, labels, strict=True))
    ]  # fmt: skip
    file = tmp_path / "requests.json"
    file.write_text(json.dumps(requests), encoding="utf-8")
    call_command("evaluate_suggestions", file)
    said = capsys.readouterr().out.strip()
    assert "tried on the 44 later ones; 3 categories" in said
    words = said.splitlines()[-1].split()
    assert (words[0], words[2]) == ("top-1", "top-3")
    assert float(words[1]) > 0.9
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("evaluate_suggestions", file)


def test_duplicate_probability() -> None:
    same_spot = rules.duplicate_probability(0.5, 0.3, metres=10, days=1, same_service=True)
    assert same_spot > 0.8
    assert rules.duplicate_probability(0.5, 0.3, metres=10, days=1, same_service=None) < same_spot
    assert rules.duplicate_probability(0.5, 0.3, metres=10, days=1, same_service=False) < 0.6
    assert rules.duplicate_probability(0.5, 0.3, metres=900, days=1, same_service=True) < 0.5
    assert rules.duplicate_probability(0.0, 0.0, metres=10, days=1, same_service=None) < 0.5
    assert rules.duplicate_probability(0.5, 0.3, metres=10, days=100, same_service=True) < same_spot
    assert rules.duplicate_probability(1.0, 1.0, metres=None, days=1, same_service=None) > 0.6, (
        "the same words, no place said"
    )


def test_against_a_chosen_value_only_what_is_more_likely_than_not() -> None:
    chances = {"1": 0.55, "2": 0.3, "3": 0.12, "4": 0.03}
    assert [value for value, _chance in rules.select_offers(chances)] == ["1", "2", "3"]
    assert [value for value, _chance in rules.select_offers(chances, "2")] == ["1"]
    assert rules.select_offers(chances, "1") == [("1", 0.55)], "it agrees"
    assert rules.select_offers(chances, "2", rules.LEAST_OF_REGISTER_AGAINST) == []
    assert rules.select_offers({"1": 0.45, "2": 0.3}, "2") == []


def test_an_empty_draft_is_unused() -> None:
    assert rules.draft_decision("", "Vastus.") == Decision.UNUSED
