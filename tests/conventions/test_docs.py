"""Links in the documents lead somewhere; commands they name exist."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from raekoda.config.cli import join_command_words
from tests.conventions.files import PROJECT, project_files

DOCUMENTS = list(project_files(".md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<(?:img|a)[^>]+(?:src|href)=\"([^\"]+)\"")
COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?raekoda ((?:[a-z0-9-]+ ?)+)", re.MULTILINE)
OWN_WORDS = {"run", "serve", "live", "worker", "restore", "help"}


def name_of(document: Path) -> str:
    return str(document.relative_to(PROJECT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    targets = [first or second for first, second in LINK.findall(_without_code(document.read_text()))]
    broken = [target for target in targets if not re.match(r"[a-z]+:", target) and not _exists(document, target)]
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_commands_named_exist(document: Path) -> None:
    known = set(get_commands())
    named = [words.split() for words in COMMAND.findall(document.read_text())]
    unknown = [
        words for words in named if words[0] not in OWN_WORDS and join_command_words(words, known)[0] not in known
    ]
    assert not unknown


def _exists(document: Path, target: str) -> bool:
    path, _, heading = unquote(target).partition("#")
    file = (document.parent / path) if path else document
    return file.exists() and (not heading or heading in _headings(file))


def _headings(file: Path) -> set[str]:
    titles = re.findall(r"^#+\s+(.+?)\s*$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL))
