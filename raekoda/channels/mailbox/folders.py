"""Letters in a directory tree: .eml files and Maildirs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import parse_head

MAILDIR = {"cur", "new"}


def find_letters(folder: Path) -> Iterator[Path]:
    """Files that contain a letter, sorted by name."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        is_maildir = Path(place).name in MAILDIR and any(
            (Path(place).parent / each).is_dir() for each in ("tmp", "new", "cur")
        )
        for name in sorted(names):
            if name.lower().endswith(".eml") or (is_maildir and not name.startswith(".")):
                yield Path(place) / name


def get_received_time(raw: bytes) -> datetime | None:
    """Time of the last Received header, else of the Date header; None when there is neither."""
    head = parse_head(raw[: headers.MOST_HEADER_BYTES])
    _, _, received = head.first("received").rpartition(";")
    return (headers.parse_date(received.strip()) if received else None) or head.date
