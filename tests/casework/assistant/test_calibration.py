"""When to answer: phrases of here and elsewhere, the formula, its numbers chosen from data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from raekoda.casework.assistant import calibration, confidence, measurement, phrases, ranking
from raekoda.casework.assistant.confidence import Features, Formula
from raekoda.casework.assistant.evaluation import Question
from raekoda.casework.assistant.measurement import MeasuredQuestion, Shares
from raekoda.casework.assistant.models import Phrase
from raekoda.casework.assistant.phrases import Nearness
from raekoda.casework.assistant.pipeline import analyse
from raekoda.casework.assistant.ranking import Evidence, Ranked
from raekoda.casework.assistant.replies import Reply, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.search.vectors import ensure_model
from raekoda.registry.services import actions as services
from tests.casework.assistant.city import LIGHTS, publish_service

FUNERAL: dict[str, Any] = {
    "slug": "matusetoetus",
    "name_et": "Matusetoetus",
    "summary_et": "Toetus lähedase matuse kulude katteks.",
    "words_et": "raha matmiseks\nvanaema matused",
}


@pytest.fixture
def two_outside_phrases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two outside phrases: embedding all of them takes seconds."""
    rows = [
        {"et": "ilmateade", "en": "weather forecast", "ru": "прогноз погоды"},
        {"et": "passi taotlemine", "en": "applying for a passport", "ru": "оформление паспорта"},
    ]
    file = tmp_path / "elsewhere.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    monkeypatch.setattr(phrases, "ELSEWHERE", file)


def test_a_question_is_compared_with_phrases_of_texts_and_outside_matters(
    municipality: Municipality, other_municipality: Municipality, two_outside_phrases: None
) -> None:
    funeral = publish_service(municipality, **FUNERAL)
    lights = publish_service(municipality, **LIGHTS)
    model = ensure_model()
    made = phrases.update_phrases(model, None) + phrases.update_phrases(model, municipality)
    assert made == Phrase.objects.count() == 6 + 4
    assert (
        phrases.update_phrases(model, None)
        == phrases.update_phrases(model, municipality)
        == phrases.update_phrases(model, other_municipality)
        == 0
    )

    here = analyse("kuidas saada raha vanaema matmiseks", "et")
    there = analyse("milline on homne ilmateade", "et")
    assert here.matches[0].material.found.key == str(funeral.pk)
    assert here.features and there.features
    assert here.features.phrase > here.features.elsewhere
    assert there.features.elsewhere > there.features.phrase
    assert here.confidence > there.confidence

    services.retire(lights, Actor.system())
    phrases.update_phrases(model, municipality)
    assert set(Phrase.objects.filter(municipality=municipality).values_list("key", flat=True)) == {str(funeral.pk)}
    phrases.delete_other_models([])
    assert not Phrase.objects.exists()


def test_outside_phrases_are_unique_in_every_language() -> None:
    named = phrases.elsewhere_phrases()
    assert len(named) == len(set(named)) > 200
    assert all(text.strip() and len(text) <= phrases.LONGEST for _kind, _key, _language, text in named)


def test_the_threshold_is_where_the_smaller_share_is_greatest() -> None:
    confidences = np.array([0.1, 0.2, 0.3, 0.6, 0.4, 0.7, 0.8, 0.9])
    is_answerable = np.array([False, False, False, False, True, True, True, True])
    threshold = calibration.best_threshold(confidences, is_answerable)
    assert threshold == 0.7
    assert calibration.best_threshold(confidences, np.array([False] * 3 + [True] * 5)) == 0.4


def test_weights_and_formula_are_learnt_from_examples() -> None:
    def text(key: str, words: float, whole: float) -> Ranked:
        return Ranked(ranking.DocumentRef("service", key, "et", key, "/"), Evidence(words, whole, 0.5, 0.0, 0.0), 0.8)

    def example(number: int, right: str) -> calibration.Example:
        name = ("service", right)
        question = Question(f"q{number}", "et", "tune", (name,), "", frozenset({name}))
        noise = number % 7 / 10
        return calibration.Example(
            question, [text(right, 0.9 - noise / 2, 2.0), text("x", 0.4 + noise, -1.0)], Nearness(), "et", None
        )

    weights = calibration.ranking_weights([example(number, f"r{number}") for number in range(30)])
    named = dict(zip(ranking.NAMES, weights, strict=True))
    assert named["whole"] > 0 and named["coverage"] == named["foreign"] == 0
    ordered = ranking.rank([text("x", 1.0, -1.0), text("r", 0.5, 2.0)], weights)
    assert [one.text.key for one in ordered] == ["r", "x"]


def test_the_projects_own_numbers_can_be_read_and_are_sensible() -> None:
    formulas = confidence.formulas()
    assert set(formulas) == {confidence.MEANING, confidence.WORDS}
    for name, formula in formulas.items():
        assert set(formula.coefficients) == set(calibration.FEATURES[name]) <= set(confidence.NAMES)
        assert len(formula.weights) == len(ranking.NAMES)
        assert 0 < formula.threshold < 1
    meaning = formulas[confidence.MEANING].coefficients
    assert meaning["elsewhere"] < 0 < meaning["phrase"] and meaning["lacks"] < 0 < meaning["whole"]


def test_confidence_stays_between_nought_and_one() -> None:
    formula = Formula((), 0.0, {"whole": 1e6}, 0.5)
    low, high = (Features(0, whole, *[0] * 9) for whole in (-1.0, 1.0))
    assert 0 <= formula.confidence(low) < 0.01 < 0.99 < formula.confidence(high) <= 1


def test_shares_are_counted_over_the_questions_they_belong_to() -> None:
    def measured(right: str, cited: str | None) -> MeasuredQuestion:
        keys = frozenset({("service", right)} if right else set())
        question = Question("q", "et", "test", tuple(keys), "", keys)
        sources = [Source(1, "service", cited, "et", "", "/", "")] if cited else []
        return MeasuredQuestion(question, Reply("", "q", "et", bool(cited), sources=sources), 10.0)

    given = [
        measured("a", "a"),
        measured("a", "b"),
        measured("a", None),
        measured("a", "a"),
        measured("", None),
        measured("", "a"),
    ]
    shares = Shares.of(given)
    assert (shares.source, shares.answered, shares.precision, shares.abstained) == (
        0.5,
        0.75,
        pytest.approx(2 / 3),
        0.5,
    )
    assert measurement.table_rows(given)[-1][2:] == ("4", "0.500", "0.750", "0.667", "2", "0.500", "0.500", "0.500")
    assert measurement.percentile(given, 0.95) == 10.0
