"""The residents' questions of the evaluation: as many as they should be, and every source they name exists."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from raekoda.casework.assistant.evaluation import Question, load
from raekoda.publishing.website import starter
from raekoda.tools import demo

COUNTS = {"et": 144, "en": 48, "ru": 48}


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return load()


@pytest.fixture(scope="module")
def published() -> set[tuple[str, str]]:
    """Names of everything the demo publishes in Tartu."""
    here = {("service", each["slug"]) for each in demo.read("services") if "0793" in each["municipalities"]}
    here |= {("answer", each["title"]) for each in demo.read("answers") if each["municipality"] == "0793"}
    here |= {("page", each["slug"]) for each in starter.pages()}
    return here | {("news", each["et"]["title"]) for each in demo.read("news") if "0793" in each["municipalities"]}


def test_each_language_has_its_number(questions: list[Question]) -> None:
    assert Counter(each.language for each in questions) == COUNTS


@pytest.mark.parametrize(("language", "split"), product(COUNTS, ("tune", "test")))
def test_a_third_of_each_half_has_no_answer(questions: list[Question], language: str, split: str) -> None:
    half = [each for each in questions if (each.language, each.split) == (language, split)]
    without = [each for each in half if not each.is_answerable]
    assert len(half) == COUNTS[language] / 2
    assert len(without) == len(half) / 3
    assert Counter(each.note.split(":")[0] for each in without) == {"near": len(without) / 2, "far": len(without) / 2}


def test_questions_are_unique(questions: list[Question]) -> None:
    assert len({each.question.casefold() for each in questions}) == len(questions)


def test_every_source_is_published(questions: list[Question], published: set[tuple[str, str]]) -> None:
    assert {source for each in questions for source in each.sources} <= published


def test_nearly_every_service_is_asked_about(questions: list[Question], published: set[tuple[str, str]]) -> None:
    asked = {name for each in questions for kind, name in each.sources if kind == "service"}
    services = {name for kind, name in published if kind == "service"}
    assert len(asked) / len(services) > 0.9


def test_a_split_is_loaded_alone(questions: list[Question]) -> None:
    assert load("tune") == [each for each in questions if each.split == "tune"]
