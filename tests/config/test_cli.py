"""Two words on the command line are one command of a room; the list of commands is there at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from raekoda.config.cli import join_command_words
from raekoda.config.commands import summaries

COMMANDS = {"import_ehak", "municipality_add", "migrate"}


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        (["import", "ehak", "folder"], ["import_ehak", "folder"]),
        (["municipality", "add", "0793"], ["municipality_add", "0793"]),
        (["import_ehak", "folder"], ["import_ehak", "folder"]),
        (["migrate"], ["migrate"]),
        (["migrate", "cases"], ["migrate", "cases"]),
        (["import", "nothing"], ["import", "nothing"]),
    ],
)
def test_two_words_become_the_command_of_that_name(typed: list[str], run: list[str]) -> None:
    assert join_command_words(typed, COMMANDS) == run


def test_the_list_of_commands_is_the_one_that_django_finds() -> None:
    own = {name: app for name, app in get_commands().items() if isinstance(app, str) and app.startswith("raekoda.")}
    assert summaries() == {
        name: str(load_command_class(app, name).help).strip().split("\n")[0] for name, app in sorted(own.items())
    }
    assert "municipality_add" in summaries()


def test_every_command_says_what_it_does() -> None:
    assert [name for name, summary in summaries().items() if not summary] == []


@pytest.mark.parametrize("words", [[], ["help"], ["--help"]])
def test_help_lists_commands_without_loading_the_program(words: list[str]) -> None:
    code = f"""
import sys
from raekoda.config.cli import main
sys.argv = ["raekoda", *{words!r}]
try:
    main()
finally:
    assert "django" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "raekoda import ehak" in done.stdout


def test_bytecode_is_written_whatever_the_environment_says(tmp_path: Path) -> None:
    listed(PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX=str(tmp_path))
    assert list(tmp_path.rglob("commands.*.pyc"))


def test_where_no_bytecode_can_be_written_the_program_works_all_the_same(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    assert "raekoda import ehak" in listed(PYTHONPYCACHEPREFIX=str(no_folder))


def listed(**environment: str) -> str:
    """What ``raekoda help`` prints in this environment."""
    return subprocess.run(
        [sys.executable, "-m", "raekoda.config.cli", "help"],
        env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
