"""Retry intervals and circuit breaker pauses. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=20)
MAX_WAIT = timedelta(hours=6)
FAILURES_THAT_OPEN = 5
FIRST_PAUSE = timedelta(minutes=1)
MAX_PAUSE = timedelta(minutes=30)


def next_attempt(now: datetime, tries: int) -> datetime:
    """Time of the next attempt: after 20 seconds, then three times as long each time, at most six hours."""
    return now + min(FIRST_WAIT * 3 ** min(tries - 1, 10), MAX_WAIT)


def open_until(now: datetime, failures: int) -> datetime | None:
    """Until when the breaker is open after so many failures in a row; None while it is closed."""
    excess = failures - FAILURES_THAT_OPEN
    return now + min(FIRST_PAUSE * 2 ** min(excess, 10), MAX_PAUSE) if excess >= 0 else None
