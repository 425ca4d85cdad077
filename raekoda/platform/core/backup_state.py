"""The outcome of the last backup, in a file beside the backups: ``raekoda backup`` writes it, health and the desk read it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from raekoda.platform.core import clock

FILE = "last.json"
OVERDUE = timedelta(days=2)


@dataclass(frozen=True)
class BackupState:
    """``at``: when the last backup was tried; ``made_at``: when the last one succeeded (ISO 8601, "" for never)."""

    at: str
    made_at: str = ""
    problem: str = ""


def read(folder: Path) -> BackupState | None:
    """The outcome of the last backup into ``folder``; None where none was ever tried."""
    with suppress(OSError, ValueError, TypeError):
        return BackupState(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    return None


def write(folder: Path, problem: str = "") -> None:
    """Record that a backup was made, or why it was not."""
    now, before = clock.now().isoformat(), read(folder)
    made_at = now if not problem else before.made_at if before else ""
    draft = folder / f".{FILE}"
    draft.write_text(json.dumps(asdict(BackupState(now, made_at, problem))), encoding="utf-8")
    draft.replace(folder / FILE)


def is_overdue(state: BackupState) -> bool:
    """Whether the last backup that succeeded is older than two days."""
    return not state.made_at or datetime.fromisoformat(state.made_at) < clock.now() - OVERDUE
