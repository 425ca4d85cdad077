"""Production starts only with settings of its own and says which are missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from raekoda.config.production import REQUIRED, find_problems, serve, work
from raekoda.tools.demo_secrets import make_secrets


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment that production accepts."""
    values = {
        "DATABASE_URL": "postgresql://raekoda:secret@db.example.ee/raekoda",
        "RAEKODA_HOME": str(tmp_path),
        "RAEKODA_SECRET_KEY": "k" * 60,
        "RAEKODA_BASE_DOMAIN": "linnad.example.ee",
        "RAEKODA_SMTP_URL": "smtp://mail.example.ee:25",
        "RAEKODA_MAIL_FROM": "linn@example.ee",
    }
    assert set(values) == set(REQUIRED)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("RAEKODA_DEMO", raising=False)
    return monkeypatch


def test_complete_settings_are_accepted(production: pytest.MonkeyPatch) -> None:
    assert find_problems() == []


@pytest.mark.parametrize("name", REQUIRED)
def test_each_missing_setting_is_named(production: pytest.MonkeyPatch, name: str) -> None:
    production.delenv(name)
    assert [problem for problem in find_problems() if problem.startswith(f"{name} is not set")]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RAEKODA_SECRET_KEY", "short", "too short"),
        ("RAEKODA_BASE_DOMAIN", "localhost", "public domain"),
        ("RAEKODA_DEMO", "1", "for trying out only"),
        ("RAEKODA_DEBUG", "1", "for trying out only"),
    ],
)
def test_settings_of_a_trial_are_refused(production: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    production.setenv(name, value)
    assert [problem for problem in find_problems() if name in problem and words in problem]


def test_folder_and_secrets_of_a_demo_are_refused(production: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_secrets(tmp_path)
    production.setenv("RAEKODA_SECRET_KEY", (tmp_path / "secrets" / "RAEKODA_SECRET_KEY").read_text())

    found = " ".join(find_problems())

    assert "belongs to a demo" in found
    assert "RAEKODA_SECRET_KEY is the demo's" in found


@pytest.mark.parametrize("start", [serve, work])
def test_start_without_settings_ends_with_a_list_of_them(
    production: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], start: type
) -> None:
    for name in REQUIRED:
        production.delenv(name)

    assert start() == 2
    shown = capsys.readouterr().err
    assert [name for name in REQUIRED if name not in shown] == []


@pytest.mark.parametrize(("scheme", "seconds"), [("https", 31536000), ("http", 0)])
def test_browsers_are_told_to_come_by_https_where_that_is_set(scheme: str, seconds: int) -> None:
    surroundings = {
        **os.environ,
        "RAEKODA_SCHEME": scheme,
        "RAEKODA_HSTS_SECONDS": "31536000",
        "RAEKODA_SECRET_KEY": "x" * 50,
    }
    code = "from raekoda.config import settings; print(settings.SECURE_HSTS_SECONDS)"
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(seconds)
