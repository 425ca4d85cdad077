"""Letters in a folder: .eml files wherever they lie in it, and Maildirs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import head_of

MAILDIR = {"cur", "new"}


def letters_in(folder: Path) -> Iterator[Path]:
    """Files that hold a letter, in the order of their names."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        is_maildir = Path(place).name in MAILDIR and any(
            (Path(place).parent / each).is_dir() for each in ("tmp", "new", "cur")
        )
        for name in sorted(names):
            if name.lower().endswith(".eml") or (is_maildir and not name.startswith(".")):
                yield Path(place) / name


def came_at(raw: bytes) -> datetime | None:
    """When the letter reached its last mail server, else when it was written; None when neither is told."""
    head = head_of(raw[: headers.MOST_HEADER_BYTES])
    _, _, received = head.first("received").rpartition(";")
    return (headers.moment(received.strip()) if received else None) or head.date
