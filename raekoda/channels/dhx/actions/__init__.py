"""Every change of a document: received, written, registered, erased."""

from raekoda.channels.dhx.actions.address_book import add_participants
from raekoda.channels.dhx.actions.lifecycle import erase, log_access, record_registration
from raekoda.channels.dhx.actions.receiving import Consignment, process_again, process_interrupted, receive
from raekoda.channels.dhx.actions.writing import Letter, send_answer, write

__all__ = [
    "Consignment", "Letter", "add_participants", "erase", "log_access", "process_again", "process_interrupted", "receive",
    "record_registration", "send_answer", "write",
]  # fmt: skip
