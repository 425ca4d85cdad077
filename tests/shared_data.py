"""Real data that tests read where it lies: the folder RAEKODA_TEST_DATA, or ``shared/data`` beside the clone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def folder() -> Path:
    """Where the shared data lie, whether or not they are there."""
    return Path(os.environ.get("RAEKODA_TEST_DATA") or PROJECT.parent / "shared" / "data")


def shared(*parts: str) -> Path:
    """A file or folder of the shared data; the test that asks is skipped, with a plain reason, where it is missing."""
    path = folder().joinpath(*parts)
    if not path.exists():
        pytest.skip(
            f"left out: {'/'.join(parts)} is not in {folder()} (set RAEKODA_TEST_DATA to the folder that holds it)"
        )
    return path


def naughty_strings(first: int = 0, of: int = 6) -> list[str]:
    """Every ``of``-th of the big list of naughty strings, from ``first`` on: tests of many pages share them out, each page
    being drawn some eighty times and not five hundred."""
    return list(json.loads(shared("security", "blns", "blns.json").read_text(encoding="utf-8"))[first::of])
