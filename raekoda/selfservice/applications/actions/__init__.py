"""Actions of applications. Each checks permission, writes, journals and emits events in one transaction.

They raise ``PermissionDenied`` and :class:`ApplicationError`.
"""

from raekoda.selfservice.applications.actions.accounts import (
    confirm_account,
    propose_account,
    propose_paying_account,
    reject_account,
    set_paying_account,
)
from raekoda.selfservice.applications.actions.consents import answer_consent
from raekoda.selfservice.applications.actions.decisions import confirm, draft_decision, send_back, submit
from raekoda.selfservice.applications.actions.drafts import begin, discard, save, save_step
from raekoda.selfservice.applications.actions.erasure import discard_old_drafts, erase_application
from raekoda.selfservice.applications.actions.handling import check, configure, reply, uncheck
from raekoda.selfservice.applications.actions.payouts import (
    confirm_batch,
    drop_batch,
    gather,
    mark_paid,
    mark_returned,
)
from raekoda.selfservice.applications.actions.sending import send, withdraw
from raekoda.selfservice.applications.errors import ApplicationError

__all__ = [
    "ApplicationError",
    "answer_consent",
    "begin",
    "check",
    "configure",
    "confirm",
    "confirm_account",
    "confirm_batch",
    "discard",
    "discard_old_drafts",
    "draft_decision",
    "drop_batch",
    "erase_application",
    "gather",
    "mark_paid",
    "mark_returned",
    "propose_account",
    "propose_paying_account",
    "reject_account",
    "reply",
    "save",
    "save_step",
    "send",
    "send_back",
    "set_paying_account",
    "submit",
    "uncheck",
    "withdraw",
]  # fmt: skip
