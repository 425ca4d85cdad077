"""Every change of a case, one function each. Each checks permission, writes, journals and emits events in one transaction.

They raise ``PermissionDenied``, :class:`TransitionNotAllowed` (the state does not allow it) and :class:`CaseError`
(invalid data).
"""

from raekoda.casework.cases.actions.access import ask_in, break_glass, end_participation, set_sensitivity
from raekoda.casework.cases.actions.clock import extend, resume, suspend
from raekoda.casework.cases.actions.closing import anonymise, answer, answer_on_the_spot, close, rate, reopen
from raekoda.casework.cases.actions.common import lock
from raekoda.casework.cases.actions.draft import CaseDraft, ContactData, check_email
from raekoda.casework.cases.actions.following import confirm_follow, follow, unfollow
from raekoda.casework.cases.actions.handling import (
    assign,
    assign_to_self,
    forward_outside,
    lock_for_merge,
    merge,
    note,
    release_attachment,
    set_service,
    withdraw_attachment,
)
from raekoda.casework.cases.actions.kind import set_kind
from raekoda.casework.cases.actions.messages import ask_sender, notify_sender, reply_from_sender
from raekoda.casework.cases.actions.opening import open_case
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed

__all__ = [
    "CaseDraft", "CaseError", "ContactData", "TransitionNotAllowed", "anonymise", "answer", "answer_on_the_spot",
    "ask_in", "ask_sender", "assign", "assign_to_self", "break_glass", "check_email", "close", "confirm_follow",
    "end_participation", "extend", "follow", "forward_outside", "lock", "lock_for_merge", "merge", "note",
    "notify_sender", "open_case", "rate", "release_attachment", "reopen", "reply_from_sender", "resume", "set_kind",
    "set_sensitivity", "set_service", "suspend", "unfollow", "withdraw_attachment",
]  # fmt: skip
