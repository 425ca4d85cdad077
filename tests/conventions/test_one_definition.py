"""What people read and type everywhere (amounts, months, numbers of cases, boxes) is defined once."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conventions.files import PROJECT, project_files

PACKAGE = PROJECT / "raekoda"
HOMES = {
    "add_months": "platform/core/clock.py",
    "box_around": "platform/core/geometry.py",
    "cell": "platform/core/spreadsheets.py",
    "disarm": "platform/core/spreadsheets.py",
    "error_response": "platform/core/api_errors.py",
    "euros": "platform/core/money.py",
    "metres_between": "platform/core/geometry.py",
    "read_box": "platform/core/geometry.py",
    "parse_number": "casework/cases/numbers.py",
    "active_key": "platform/core/apikeys.py",
    "foremost": "platform/core/dated.py",
}
EURO_IN_TEMPLATE = re.compile(r"\}\}\s?€")
CASE_NUMBER = re.compile(r"\\d\{4\}[^\"'\n]{0,40}-[^\"'\n]{0,40}\\d\{1,1\d\}")


def sources(suffix: str) -> list[Path]:
    return [file for file in project_files(suffix) if PACKAGE in file.parents and "migrations" not in file.parts]


def test_shared_functions_are_defined_once() -> None:
    found = defaultdict(list)
    for file in sources(".py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name in HOMES:
                found[node.name].append(file.relative_to(PACKAGE).as_posix())
    assert dict(found) == {name: [home] for name, home in HOMES.items()}


def test_amounts_in_templates_are_written_by_the_filter() -> None:
    wrong = [file for file in sources(".html") if EURO_IN_TEMPLATE.search(file.read_text())]
    assert wrong == [], "write {{ amount|euros }} or {{ amount|short_euros }}"


def test_the_pattern_of_a_case_number_stands_once() -> None:
    holding = [file.relative_to(PACKAGE).as_posix() for file in sources(".py") if CASE_NUMBER.search(file.read_text())]
    assert holding == [HOMES["parse_number"]]


@pytest.mark.parametrize("pattern", [r"(\d{4})-(\d{1,18})", r"(?P<year>\d{4})(?:\s*[-–/]\s*)(?P<key>\d{1,18})"])
def test_the_check_knows_such_a_pattern(pattern: str) -> None:
    assert CASE_NUMBER.search(pattern)
