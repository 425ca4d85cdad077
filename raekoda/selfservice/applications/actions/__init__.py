"""Every change of applications, one function each. All check permission, write, journal and tell in one transaction.

They raise ``PermissionDenied`` and :class:`ApplicationError` (what was asked does not fit).
"""

from raekoda.selfservice.applications.actions.consenting import answer_consent
from raekoda.selfservice.applications.actions.deciding import confirm, draft_decision, send_back, submit
from raekoda.selfservice.applications.actions.drafting import begin, discard, keep_step, save
from raekoda.selfservice.applications.actions.forgetting import discard_old_drafts, forget
from raekoda.selfservice.applications.actions.handling import check, configure, reply, set_paying_account, uncheck
from raekoda.selfservice.applications.actions.paying import (
    confirm_batch,
    drop_batch,
    gather,
    mark_paid,
    mark_returned,
    set_account,
)
from raekoda.selfservice.applications.actions.sending import send, withdraw
from raekoda.selfservice.applications.errors import ApplicationError

__all__ = [
    "ApplicationError", "answer_consent", "begin", "check", "configure", "confirm", "confirm_batch", "discard",
    "discard_old_drafts", "draft_decision", "drop_batch", "forget", "gather", "keep_step", "mark_paid", "mark_returned",
    "reply", "save", "send", "send_back", "set_account", "set_paying_account", "submit", "uncheck", "withdraw",
]  # fmt: skip
