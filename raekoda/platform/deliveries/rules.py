"""When the next try is, and when a target that fails is left alone. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=20)
LONGEST_WAIT = timedelta(hours=6)
FAILURES_THAT_OPEN = 5
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)


def next_try(now: datetime, tries: int) -> datetime:
    """Twenty seconds after the first try, then three times as long each time, at most six hours."""
    return now + min(FIRST_WAIT * 3 ** min(tries - 1, 10), LONGEST_WAIT)


def rests_until(now: datetime, failures: int) -> datetime | None:
    """How long a target is left alone after so many failures in a row; None while it is still asked."""
    over = failures - FAILURES_THAT_OPEN
    return now + min(FIRST_REST * 2 ** min(over, 10), LONGEST_REST) if over >= 0 else None
