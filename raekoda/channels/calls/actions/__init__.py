"""Actions of the phone desk: each checks permission, changes state, writes the journal and sends a live event.

They raise ``PermissionDenied`` and :class:`raekoda.channels.calls.errors.CallError`.
"""

from raekoda.channels.calls.actions.access_log import log_access
from raekoda.channels.calls.actions.exchange import process_report
from raekoda.channels.calls.actions.handling import accept_call, begin_call, end_call, transfer_call
from raekoda.channels.calls.actions.keys import change_key, get_secret, new_key, set_retention_period
from raekoda.channels.calls.actions.promises import create_promise, fulfil_promise, record_failed_attempt
from raekoda.channels.calls.actions.recordings import receive_recording
from raekoda.channels.calls.actions.shifts import end_shift, record_presence, start_shift
from raekoda.channels.calls.actions.wrap_up import erase_caller, save_note

__all__ = [
    "accept_call",
    "begin_call",
    "change_key",
    "create_promise",
    "end_call",
    "end_shift",
    "erase_caller",
    "fulfil_promise",
    "get_secret",
    "log_access",
    "new_key",
    "process_report",
    "receive_recording",
    "record_failed_attempt",
    "record_presence",
    "save_note",
    "set_retention_period",
    "start_shift",
    "transfer_call",
]
