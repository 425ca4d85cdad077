"""Registrations with other apps."""

from raekoda.channels.calls import handlers, permissions  # noqa: F401
