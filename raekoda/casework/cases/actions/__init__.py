"""Every change of a case, one function each. All check permission, write, journal and tell in one transaction.

They raise ``PermissionDenied``, :class:`TransitionNotAllowed` (the state does not fit), :class:`CaseError`
(what was given does not).
"""

from raekoda.casework.cases.actions.clock import extend, resume, suspend
from raekoda.casework.cases.actions.closing import anonymise, answer, answer_on_the_spot, close, rate, reopen
from raekoda.casework.cases.actions.draft import CaseDraft, ContactData, check_email
from raekoda.casework.cases.actions.following import confirm_follow, follow, unfollow
from raekoda.casework.cases.actions.handling import (
    assign,
    forward_outside,
    merge,
    note,
    release_attachment,
    set_service,
    take,
    withdraw_attachment,
)
from raekoda.casework.cases.actions.kinds import set_kind
from raekoda.casework.cases.actions.opening import open_case
from raekoda.casework.cases.actions.talking import ask_sender, reply_from_sender, tell_sender
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed

__all__ = [
    "CaseDraft", "CaseError", "ContactData", "TransitionNotAllowed", "anonymise", "answer", "answer_on_the_spot",
    "ask_sender", "assign", "check_email", "close", "confirm_follow", "extend", "follow", "forward_outside", "merge",
    "note", "open_case", "rate", "release_attachment", "reopen", "reply_from_sender", "resume", "set_kind",
    "set_service", "suspend", "take", "tell_sender", "unfollow", "withdraw_attachment",
]  # fmt: skip
