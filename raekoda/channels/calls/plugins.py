"""Registrations with other apps."""

from raekoda.channels.calls import handlers, permissions, queries  # noqa: F401
from raekoda.channels.recordings.queries import recording_cases

recording_cases.register(queries.with_recording_and_case)
