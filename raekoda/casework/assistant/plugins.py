"""Registrations with other apps."""

from raekoda.casework.answers.notes import note_writers
from raekoda.casework.assistant import permissions, tasks  # noqa: F401
from raekoda.casework.assistant.unanswered import actions as gap_actions  # noqa: F401
from raekoda.casework.assistant.unanswered import notes
from raekoda.casework.assistant.unanswered import tasks as gap_tasks  # noqa: F401

note_writers.register(notes.notes_for_answer)
