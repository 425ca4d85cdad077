"""Reasons why a letter did not become a case, with labels and next steps for staff."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    SPAM = "spam", _("marked as spam")
    SENDER_LIMIT = "sender_limit", _("too many letters of one sender")
    STRANGER = "stranger", _("reply from another address")
    CASE_ENDED = "case_ended", _("reply to a case that takes none")
    SAME_ID = "same_id", _("another letter with the same identifier")
    NO_SENDER = "no_sender", _("no address of a sender")
    TOO_LARGE = "too_large", _("too large")
    UNREADABLE = "unreadable", _("cannot be read")
    REFUSED = "refused", _("not taken as a case")
    ERROR = "error", _("error on our side")
    AUTO_REPLY = "auto_reply", _("automatic reply")
    BULK = "bulk", _("bulk mail")
    OWN = "own", _("our own letter")
    DELAYED = "delayed", _("notice of a delay")
    UNKNOWN_LETTER = "unknown_letter", _("came back, which letter is not known")


NEXT_STEPS = {
    Reason.SPAM: _("If a person wrote it, make it a case. Otherwise discard it."),
    Reason.SENDER_LIMIT: _("The same address sent many letters within an hour. If a person wrote it, make it a case."),
    Reason.STRANGER: _("It came to the reply address of a case, but not from the case's sender. If you know that it is the"
                       " same person, add it to the case; otherwise make it a case of its own."),
    Reason.CASE_ENDED: _("The case it answers is joined to another one. Add it there, or make it a case of its own."),
    Reason.SAME_ID: _("Its identifier is that of an earlier letter, its text is not. If it says something new, make it a"
                      " case."),
    Reason.NO_SENDER: _("It names no address that could be answered. It can still be made a case."),
    Reason.TOO_LARGE: _("Only its head is kept here. The letter itself is in the mailbox on the mail server."),
    Reason.UNREADABLE: _("The letter is kept as it came: download it, and make it a case with what can be read."),
    Reason.REFUSED: _("What was wrong is told beside. Try again when it is put right, or make it a case."),
    Reason.ERROR: _("The letter is kept as it came. Try again; if it fails again, tell the administrator its reference."),
}  # fmt: skip


def describe_reason(reason: str) -> tuple[str, str]:
    """The label of a reason and the next steps; two empty strings for no reason."""
    if not reason:
        return "", ""
    known = Reason(reason)
    return str(known.label), str(NEXT_STEPS.get(known, ""))
