"""Every change of the phone desk, one function each: permission, change, journal and bell in one transaction.

They raise ``PermissionDenied`` and :class:`raekoda.channels.calls.errors.CallError` (words for people).
"""

from raekoda.channels.calls.actions.exchange import report
from raekoda.channels.calls.actions.keys import change_key, new_key, secret_of, set_period
from raekoda.channels.calls.actions.looking import look
from raekoda.channels.calls.actions.noting import forget_caller, note
from raekoda.channels.calls.actions.promises import keep, not_reached, promise
from raekoda.channels.calls.actions.recordings import take_recording
from raekoda.channels.calls.actions.shifts import begin_shift, end_shift, seen
from raekoda.channels.calls.actions.taking import begin, end, hand_over, take

__all__ = [
    "begin", "begin_shift", "change_key", "end", "end_shift", "forget_caller", "hand_over", "keep", "look", "new_key",
    "not_reached", "note", "promise", "report", "secret_of", "seen", "set_period", "take", "take_recording",
]  # fmt: skip
