"""Which management commands there are, read from their files: to list them nothing of the program is loaded."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def summaries() -> dict[str, str]:
    """The commands of all apps by name, each with the first line of its own help ("" where it has none)."""
    files = sorted(PACKAGE.rglob("management/commands/*.py"), key=lambda file: file.stem)
    return {file.stem: _summary(file) for file in files if not file.stem.startswith("_")}


def _summary(file: Path) -> str:
    """The first line of ``help`` in the class ``Command`` of the file, which has to be a plain text."""
    for part in ast.parse(file.read_bytes()).body:
        if isinstance(part, ast.ClassDef) and part.name == "Command":
            for line in part.body:
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "help":
                    return str(ast.literal_eval(line.value)).strip().split("\n")[0]
    return ""
