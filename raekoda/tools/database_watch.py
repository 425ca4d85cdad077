"""Restarts the embedded PostgreSQL server when it was killed."""

from __future__ import annotations

import time

from raekoda.tools.children import FIRST_PAUSE, LONGEST_PAUSE
from raekoda.tools.database import DatabaseError, EmbeddedDatabase
from raekoda.tools.progress import say


class DatabaseWatch:
    """Watches ``database``; None (a server named by DATABASE_URL) is left to whoever runs it."""

    def __init__(self, database: EmbeddedDatabase | None) -> None:
        self.database = database
        self.pause = FIRST_PAUSE
        self.next_start = 0.0

    def watch(self) -> None:
        """Start a server that ended and wait until it answers; after a failure try again, after a growing pause."""
        if self.database is None or self.database.is_running() or time.monotonic() < self.next_start:
            return
        say("  PostgreSQL ended; starting it again")
        begun = time.monotonic()
        try:
            self.database.restart()
        except DatabaseError as error:
            say(f"  {error}\n  trying again in {self.pause:g} s")
            self.next_start = time.monotonic() + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return
        self.pause = FIRST_PAUSE
        say(f"  PostgreSQL answers again after {time.monotonic() - begun:.1f} s")
