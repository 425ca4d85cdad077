"""Every change of a document: taken in, written, registered, forgotten."""

from raekoda.exchange.actions.keeping import forget, look, note_registered
from raekoda.exchange.actions.receiving import Consignment, receive
from raekoda.exchange.actions.writing import Letter, answer_back, write

__all__ = ["Consignment", "Letter", "answer_back", "forget", "look", "note_registered", "receive", "write"]
