"""Every change of a document: taken in, written, registered, forgotten."""

from raekoda.channels.dhx.actions.book import enter_participants
from raekoda.channels.dhx.actions.keeping import forget, look, note_registered
from raekoda.channels.dhx.actions.receiving import Consignment, process_again, process_interrupted, receive
from raekoda.channels.dhx.actions.writing import Letter, answer_back, write

__all__ = [
    "Consignment", "Letter", "answer_back", "enter_participants", "forget", "look", "note_registered", "process_again",
    "process_interrupted", "receive", "write",
]  # fmt: skip
