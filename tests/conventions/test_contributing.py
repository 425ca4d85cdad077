"""The way into the code that CONTRIBUTING.md shows exists."""

from __future__ import annotations

import re

from tests.conventions.files import PROJECT

TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATHS = re.compile(r"`((?:raekoda|tests|docs)/[\w./]*)`")


def test_every_path_that_is_named_exists() -> None:
    named = PATHS.findall(TEXT)
    assert len(named) >= 20
    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_ten_questions_are_answered_by_a_path() -> None:
    rows = re.findall(r"^\| (?P<question>[^|]+\?) \| (?P<answer>[^|]+) \|$", TEXT, re.MULTILINE)
    assert len(rows) >= 10
    assert [question for question, answer in rows if not PATHS.search(answer)] == []
