"""Parsing of letters: pure functions, without database. Malformed input raises only :class:`Unreadable`."""
