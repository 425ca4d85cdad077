"""Two words on the command line are one command of a room."""

import pytest

from raekoda.config.cli import joined

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
    assert joined(typed, COMMANDS) == run
