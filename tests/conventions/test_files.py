"""Files stay small, name no package source, and lock what they install."""

import json
import re

import pytest

from tests.conventions.files import PROJECT, project_files

LONGEST_FILE = 450
LONGEST_TEMPLATE_LINE = 160
CODE = (".py", ".html", ".css", ".js", ".md", ".toml", ".txt")
PACKAGE_SOURCES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "registry.yarnpkg" + ".com")
PYTHON_LOCKS = ("base", "dev", "node")
NODE_LOCKS = ("frontend/package-lock.json", "frontend/chromium/package-lock.json")


def test_no_file_is_too_long_to_read() -> None:
    written = [file for file in project_files(*CODE) if not {"locale", "migrations"} & set(file.parts)]
    lengths = {file: file.read_bytes().count(b"\n") for file in written}
    too_long = {str(file.relative_to(PROJECT)): lines for file, lines in lengths.items() if lines > LONGEST_FILE}
    assert not too_long


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    too_long = [
        f"{file.relative_to(PROJECT)}:{number}"
        for file in project_files(".html")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert not too_long


def test_no_file_names_a_package_source() -> None:
    naming = [
        str(file.relative_to(PROJECT))
        for file in project_files(*CODE, ".lock", ".in", ".json", ".yml", ".yaml", ".cfg", ".sh", "Makefile", "run")
        if any(source in file.read_text(errors="replace") for source in PACKAGE_SOURCES)
    ]
    assert not naming


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_python_lock_pins_every_package_by_hash(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.lock").read_text()
    packages = re.split(r"^(?=[A-Za-z0-9_.-]+(?:\[[^]]*\])?==)", text, flags=re.MULTILINE)
    assert [package.split()[0] for package in packages if "==" in package and "--hash=sha256:" not in package] == []
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_python_lock_holds_what_is_asked_for(name: str) -> None:
    asked = re.findall(r"^([A-Za-z0-9_.-]+)", (PROJECT / "requirements" / f"{name}.in").read_text(), re.MULTILINE)
    locked = re.findall(r"^([a-z0-9_.-]+)", (PROJECT / "requirements" / f"{name}.lock").read_text(), re.MULTILINE)
    assert {re.sub(r"[-_.]+", "-", package.lower()) for package in asked} <= set(locked) | {"-r"}


@pytest.mark.parametrize("name", NODE_LOCKS)
def test_node_lock_pins_every_package_by_hash_and_names_no_address(name: str) -> None:
    lock = json.loads((PROJECT / name).read_text())
    packages = {path: package for path, package in lock["packages"].items() if path}
    assert packages
    assert [path for path, package in packages.items() if "integrity" not in package] == []
    assert [path for path, package in packages.items() if "resolved" in package] == []
    asked = json.loads((PROJECT / name).with_name("package.json").read_text())["dependencies"]
    assert {f"node_modules/{package}" for package in asked} <= set(packages)
