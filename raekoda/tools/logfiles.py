"""Rotation of the demo's log file."""

from __future__ import annotations

from pathlib import Path

LARGEST_BYTES = 20 * 1024 * 1024
KEPT = 5


def rotate(folder: Path) -> None:
    """Rename a log file above :data:`LARGEST_BYTES` and delete the oldest; writers open the new file by themselves."""
    current = folder / "raekoda.jsonl"
    if not current.exists() or current.stat().st_size < LARGEST_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        older = folder / f"raekoda.{number}.jsonl"
        if older.exists():
            older.replace(folder / f"raekoda.{number + 1}.jsonl")
    current.replace(folder / "raekoda.1.jsonl")
