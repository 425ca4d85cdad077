"""No regular expression of the program takes more than linear time on hostile text."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conventions.backtracking import findings
from tests.conventions.patterns import Composed, patterns

BOUNDED = {
    "contacts.SAID_TO_BE_PHONE": "is looked for in the 24 characters before a number",
    "tokens.BEGINS_SENTENCE": "is looked for in the 12 characters before a word",
}
"""Patterns that the analyser finds, with what bounds the text they meet."""

COMPOSED = {
    "answers.rules:sub": r"^([^\W\d]+(?:\s[^\W\d]+)?),?\s+(?:\[nimi\]|\[name\])(?=\s*[!,.])",
    "assistant.question_kinds:QUESTIONS": r"(?<!\w)(?:kui palju|how much|сколько)",
    "assistant.facts:UNIT": r"[\s-]*(?:€|eur|(?:рабоч\w+\s+|календарн\w+\s+)?(?:дн|день))",
    "assistant.signs:pattern": r"(?<![\w-])(?:maja[\w-]*|läks põlema|(?<!.)appi(?!.))(?![\w-])",
    "cases.privacy:pattern": r"(?<!\w)(?:Mari|Tamm)\w{0,4}(?!\w)(?:\s+(?<!\w)(?:Mari|Tamm)\w{0,4}(?!\w))*",
    "core.evaluation:pattern": "our own documents, read by a command of developers",
    "services.rules:pattern": r"^LV-(\d{1,9})$",
}
"""Patterns made of parts at run time, as one of them may look."""
MATCHED = {"assistant.facts:UNIT"}

BOUNDED_ROUTES = {
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$",
}
"""Wagtail's own; a path has at most ``LONGEST_PATH`` characters."""


@pytest.fixture(scope="module")
def everything():
    return patterns()


def test_every_pattern_of_the_program_takes_linear_time(everything) -> None:
    found, _ = everything
    assert len(found) > 200
    bad = {
        f"{each.place} {each.name} {each.pattern.pattern!r}": suspicions
        for each in found
        if (suspicions := findings(each.pattern, each.how)) and short_name(each.place, each.name) not in BOUNDED
    }
    assert not bad, bad


def test_every_exception_is_still_needed(everything) -> None:
    found, _ = everything
    needed = {short_name(each.place, each.name) for each in found if findings(each.pattern, each.how)}
    assert needed == set(BOUNDED)


def test_patterns_composed_at_run_time_are_all_known_and_take_linear_time(everything) -> None:
    _, composed = everything
    assert {place_of(each) for each in composed} == set(COMPOSED)
    for place, sample in COMPOSED.items():
        assert not findings(re.compile(sample, re.IGNORECASE), "match" if place in MATCHED else "search"), sample


def test_every_pattern_of_the_url_table_takes_linear_time() -> None:
    bad = {str(regex.pattern): found for regex in _routes(get_resolver()) if (found := findings(regex, "search"))}
    assert set(bad) == BOUNDED_ROUTES, bad


@pytest.mark.parametrize(
    ("pattern", "how", "kind"),
    [
        (r"(a|a)*b", "match", "exponential"),
        (r"(a*)*b", "match", "exponential"),
        (r"(a|ab|b)*c", "match", "exponential"),
        (r"(?s)^\s*(<!--.*?-->\s*)*<a", "match", "exponential"),
        (r"(\w{1,20}\s?){1,30}!", "match", "exponential"),
        (r"(.*a){12}", "match", "polynomial"),
        (r"\s+$", "search", "polynomial"),
        (r"^\s*\s*$", "match", "polynomial"),
        (r"[.!?]+(?=\s[A-Z])", "search", "polynomial"),
        (r"^[+-]?(\d+\.?\d*|\.\d+)$", "match", "polynomial"),
        (r"[A-Za-z0-9+/=\s]{1000,}", "search", "polynomial"),
        (r"<!--.*?-->", "search", "polynomial"),
        (r"x{0,2000}y", "search", "polynomial"),
    ],
)
def test_the_analyser_finds(pattern: str, how: str, kind: str) -> None:
    assert kind in {each.kind for each in findings(re.compile(pattern), how)}


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"a+b", "match"),
        (r"\s+", "search"),
        (r"(?<!\s)\s+$", "search"),
        (r"^\s*(x|y)\s*$", "match"),
        (r"\b\w+!", "search"),
        (r"[^\W_]+(?:[-'’][^\W_]+)*", "search"),
        (r"^\s*+\s*$", "match"),
        (r"(?<![.!?])[.!?]+(?=\s[A-Z])", "search"),
        (r"[^@\s.]+(\.[^@\s.]+)+", "fullmatch"),
    ],
)
def test_the_analyser_passes(pattern: str, how: str) -> None:
    assert not findings(re.compile(pattern), how)


def short_name(place: str, name: str) -> str:
    return f"{place.partition(':')[0].rpartition('.')[2]}.{name}"


def place_of(each: Composed) -> str:
    module, _, name = each.place.partition(":")
    return f"{'.'.join(module.split('.')[-2:])}:{name}"


def _routes(resolver: URLResolver) -> list[re.Pattern[str]]:
    regexes = []
    for each in resolver.url_patterns:
        if hasattr(each.pattern, "regex"):
            regexes.append(each.pattern.regex)
        if isinstance(each, URLResolver):
            regexes += _routes(each)
        else:
            assert isinstance(each, URLPattern)
    return regexes
