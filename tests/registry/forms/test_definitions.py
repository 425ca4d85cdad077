"""Definitions: strict parsing, messages for designers, round trips."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from raekoda.registry.forms import definition, filling, schema, validation, visibility
from raekoda.registry.forms.conditions import ALL_OPERATORS, WITH_LIST, WITHOUT_VALUE, Comparison, Condition
from raekoda.registry.forms.days import parse_day
from raekoda.registry.forms.parsing import InvalidDefinition
from raekoda.registry.forms.schema import answers_schema, definition_schema
from tests.registry.forms import factory
from tests.registry.forms.test_building import everything, is_

TODAY = date(2026, 11, 26)
PUBLISHED = Path(schema.__file__).parents[3] / "docs" / "forms.schema.json"


def read(*fields: dict[str, Any]) -> definition.Definition:
    return definition.read(factory.definition(factory.step("one", *fields)))


def problem_text(found: definition.Definition) -> str:
    with override("en"):
        return " ".join(problem.message for problem in validation.problems(found))


def test_the_published_schema_is_that_of_the_program() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(json.dumps(definition_schema()))
    jsonschema.Draft202012Validator.check_schema(definition_schema())


@pytest.mark.parametrize("content", [factory.example(), everything()], ids=["example", "everything"])
def test_a_definition_survives_the_round_trip_and_fits_the_schema(content: dict[str, Any]) -> None:
    found = definition.read(content)
    stored = found.as_json()
    assert definition.read(stored).as_json() == stored
    assert validation.errors(found) == []
    jsonschema.validate(content, definition_schema())
    jsonschema.validate(stored, definition_schema())


def test_answers_fit_the_schema_that_follows_from_the_definition() -> None:
    found = definition.read(factory.example())
    fits = jsonschema.Draft202012Validator(answers_schema(found))
    assert fits.is_valid(factory.FILLED)
    assert not fits.is_valid({**factory.FILLED, "for_child": "maybe"})
    assert not fits.is_valid({**factory.FILLED, "unknown": 1})
    assert not fits.is_valid({"name": "Mari"})


@pytest.mark.parametrize(
    "content",
    [
        None, [], "form", {"steps": {}}, {"steps": [1]}, {"steps": [{"key": "Ä"}]}, {"steps": [], "script": "x"},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "eval"}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "text", "onclick": "x"}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "text", "max_length": "9" * 50}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "text", "shown_if": {"all": [is_("c", "eval", "1")]}}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "text", "shown_if": {"not": []}}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "date", "latest": "soon"}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "number", "min": float("nan")}]}]},
        {"steps": [{"key": "a", "fields": [{"key": "b", "kind": "table", "columns": [{"key": "c", "kind": "table"}]}]}]},
        {"steps": [{"key": f"s{n}", "fields": []} for n in range(41)]},
    ],
)  # fmt: skip
def test_an_invalid_definition_is_rejected_with_a_message(content: Any) -> None:
    with pytest.raises(InvalidDefinition) as error:
        definition.read(content)
    assert len(str(error.value)) > 10


def test_the_designer_sees_errors() -> None:
    later = read(factory.field("a", shown_if={"all": [is_("b", "equals", True)]}), factory.field("b", "yes_no"))
    assert "only earlier answers can be used" in problem_text(later)
    assert "there is no question “x”" in problem_text(
        read(factory.field("a", shown_if={"all": [is_("x", "filled", None)]}))
    )
    assert "the same key “a”" in problem_text(read(factory.field("a"), factory.field("a")))
    assert "add the answers to choose from" in problem_text(read(factory.field("a", "choice")))
    two = [{"key": "x", "label": factory.localized("X")}, {"key": "y", "label": factory.localized("Y")}]
    assert "does not offer" in problem_text(
        read(factory.field("a", "choice", choices=two), factory.field("b", shown_if={"all": [is_("a", "equals", "z")]}))
    )
    assert "cannot be compared like this" in problem_text(
        read(factory.field("a", "long_text"), factory.field("b", shown_if={"all": [is_("a", "greater", 1)]}))
    )
    assert "nothing is known under the name" in problem_text(read(factory.field("a", prefill="person.secret")))
    assert "the least allowed is more" in problem_text(read(factory.field("a", "number", min=5, max=1)))


def test_a_missing_translation_is_a_warning() -> None:
    found = read({"key": "a", "kind": "text", "label": {"et": "Nimi"}})
    assert validation.errors(found) == []
    assert "a text is missing: English, Русский" in problem_text(found)


@given(st.sampled_from(ALL_OPERATORS), st.data())
def test_a_comparison_never_raises(op: str, data: st.DataObject) -> None:
    plain = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["today", "2026-02-30"]),
    )
    answer = data.draw(
        st.one_of(plain, st.lists(plain, max_size=3), st.dictionaries(st.text(max_size=2), plain, max_size=2))
    )
    value = tuple(data.draw(st.lists(plain, max_size=3))) if op in WITH_LIST else data.draw(plain)
    comparison = Comparison("a", op, None if op in WITHOUT_VALUE else value)
    holds = comparison.holds({"a": answer}, TODAY)
    assert isinstance(holds, bool)
    opposite = {"filled": "empty", "empty": "filled", "equals": "not_equals", "not_equals": "equals"}.get(op)
    if opposite:
        assert Comparison("a", opposite, comparison.value).holds({"a": answer}, TODAY) is not holds


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_all_and_any(truths: list[bool]) -> None:
    comparisons = tuple(Comparison(f"q{n}", "equals", True) for n in range(len(truths)))
    answers = {f"q{n}": truth for n, truth in enumerate(truths)}
    assert Condition(comparisons, "all").holds(answers, TODAY) is all(truths)
    assert Condition(comparisons, "any").holds(answers, TODAY) is any(truths)


@pytest.mark.parametrize(
    ("op", "answer", "value", "holds"),
    [
        ("greater", 5, 4, True), ("greater", "10.00", 9, True), ("greater", "9.00", "10.00", False), ("at_most", 3, 3, True),
        ("less", "2008-11-27", "today-18y", False), ("at_most", "2008-11-26", "today-18y", True), ("greater", "x", 1, False),
        ("equals", " Tartu ", "tartu", True), ("equals", True, "true", False), ("contains", ["a", "b"], "b", True),
        ("one_of", "b", ("a", "b"), True), ("none_of", None, ("a",), True), ("equals", "12", 12, True),
    ],
)  # fmt: skip
def test_comparisons(op: str, answer: Any, value: Any, holds: bool) -> None:
    assert Comparison("a", op, value).holds({"a": answer}, TODAY) is holds


@given(st.integers(0, 9999), st.sampled_from("+-"), st.sampled_from("dmy"))
def test_relative_days_never_fail(count: int, sign: str, unit: str) -> None:
    found = parse_day(f"today{sign}{count}{unit}", TODAY)
    assert found is None or isinstance(found, date)


@given(
    st.dictionaries(
        st.sampled_from(["for_child", "child_code", "name"]), st.one_of(st.none(), st.booleans(), st.text(max_size=5))
    )
)
def test_hidden_answers_are_ignored(answers: dict[str, Any]) -> None:
    found = definition.read(factory.example())
    counted = visibility.relevant(found, answers, TODAY)
    assert ("child_code" in counted) <= (answers.get("for_child") is True)
    assert counted == visibility.relevant(found, counted, TODAY)
    filling.check(found, answers, TODAY)
    filling.summary(found, answers, TODAY)
