"""The project's own files, as the checks of the house see them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".git", ".venv", "var", "node_modules", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"} | {
    ".hypothesis",
    ".import_linter_cache",
}


def project_files(*suffixes: str) -> Iterator[Path]:
    """Files of the project with one of ``suffixes`` (all when none is named), without what is installed or kept."""
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = sorted(set(folders) - LEFT_OUT)
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder) / name
