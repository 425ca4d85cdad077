"""Figures that a command measured, written into docs/evaluation.md between the marks of their section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "docs" / "evaluation.md"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table, readable in a terminal too: columns as wide as their longest cell."""
    written = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in written) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in written
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def write_section(name: str, text: str, file: Path = FILE) -> None:
    """Put ``text`` between ``<!-- name -->`` and ``<!-- /name -->``; a missing section is added at the end."""
    whole = file.read_text() if file.exists() else "# Evaluation\n"
    section = f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->"
    pattern = re.compile(rf"<!-- {re.escape(name)} -->.*?<!-- /{re.escape(name)} -->", re.DOTALL)
    existing = pattern.search(whole)
    file.write_text(pattern.sub(lambda _: section, whole) if existing else f"{whole.rstrip()}\n\n{section}\n")
