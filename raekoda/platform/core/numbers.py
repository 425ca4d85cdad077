"""Whole numbers in what strangers sent."""

from __future__ import annotations

MOST_DIGITS = 18
"""What fits a key of the database. Python itself refuses more than 4,300 digits with an error."""


def whole(text: object, most_digits: int = MOST_DIGITS) -> int | None:
    """The whole number that ``text`` writes in ASCII digits; None for everything else, and for longer ones.

    >>> whole("007"), whole("-1"), whole("²"), whole("9" * 5000)
    (7, None, None, None)
    """
    written = text if isinstance(text, str) else ""
    is_number = len(written) <= most_digits and written.isascii() and written.isdecimal()
    return int(written) if is_number else None
