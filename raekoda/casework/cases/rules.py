"""The state machine of a case, pure. Periods are in ``clocks``, routing in ``routing``."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases.clocks import (
    due_date,
    forward_by,
    longest_extension,
    registration_day,
    rule_for,
    suspended_days_between,
)
from raekoda.casework.cases.models import OPEN_STATUSES, Kind, Outcome, Status
from raekoda.casework.cases.routing import Facts, Route, Verdict, explain, first_matching_route

LONGEST_TEXT = 20_000
LONGEST_SUBJECT = 160
SUBJECT_FROM_TEXT = 80


class Verb(StrEnum):
    """Everything that can be done with a case after it was opened."""

    ASSIGN = "assign"
    ASSIGN_TO_UNIT = "assign_to_unit"
    NOTE = "note"
    SET_SERVICE = "set_service"
    ASK = "ask"
    REPLY = "reply"
    TELL = "tell"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    FORWARD = "forward"
    MERGE = "merge"
    ANSWER = "answer"
    REOPEN = "reopen"
    RATE = "rate"
    FOLLOW = "follow"
    ANONYMISE = "anonymise"
    SET_SENSITIVITY = "set_sensitivity"
    ASK_IN = "ask_in"


BEING_HANDLED = (Status.NEW, Status.ASSIGNED, Status.WAITING)
ENDED = (Status.CLOSED, Status.FORWARDED, Status.MERGED)
UNCHANGED: None = None

TRANSITIONS: dict[Verb, dict[Status, Status | None]] = {
    Verb.ASSIGN: {
        Status.NEW: Status.ASSIGNED,
        Status.ASSIGNED: Status.ASSIGNED,
        Status.WAITING: UNCHANGED,
        Status.SUSPENDED: UNCHANGED,
    },
    Verb.ASSIGN_TO_UNIT: {
        Status.NEW: UNCHANGED,
        Status.ASSIGNED: Status.NEW,
        Status.WAITING: UNCHANGED,
        Status.SUSPENDED: UNCHANGED,
    },
    Verb.NOTE: dict.fromkeys(Status, UNCHANGED),
    Verb.SET_SERVICE: dict.fromkeys(OPEN_STATUSES, UNCHANGED),
    Verb.ASK: dict.fromkeys(BEING_HANDLED, Status.WAITING),
    Verb.REPLY: {
        Status.NEW: UNCHANGED,
        Status.ASSIGNED: UNCHANGED,
        Status.WAITING: Status.ASSIGNED,
        Status.SUSPENDED: UNCHANGED,
    },
    Verb.TELL: dict.fromkeys((*OPEN_STATUSES, Status.FORWARDED, Status.CLOSED), UNCHANGED),
    Verb.EXTEND: dict.fromkeys(BEING_HANDLED, UNCHANGED),
    Verb.SUSPEND: dict.fromkeys(BEING_HANDLED, Status.SUSPENDED),
    Verb.RESUME: {Status.SUSPENDED: Status.ASSIGNED},
    Verb.FORWARD: dict.fromkeys(OPEN_STATUSES, Status.FORWARDED),
    Verb.MERGE: dict.fromkeys(OPEN_STATUSES, Status.MERGED),
    Verb.ANSWER: dict.fromkeys(OPEN_STATUSES, Status.CLOSED),
    Verb.REOPEN: {Status.CLOSED: Status.ASSIGNED, Status.FORWARDED: Status.ASSIGNED},
    Verb.RATE: {Status.CLOSED: UNCHANGED},
    Verb.FOLLOW: dict.fromkeys((*OPEN_STATUSES, Status.FORWARDED, Status.CLOSED), UNCHANGED),
    Verb.ANONYMISE: dict.fromkeys(ENDED, UNCHANGED),
    Verb.SET_SENSITIVITY: dict.fromkeys(Status, UNCHANGED),
    Verb.ASK_IN: dict.fromkeys(Status, UNCHANGED),
}
"""Verb × status: the status after it, or UNCHANGED. Missing pairs are not allowed."""

REASONS_NOT_ALLOWED = {
    Status.NEW: gettext_lazy("This cannot be done yet: the case is only registered."),
    Status.ASSIGNED: gettext_lazy("This cannot be done while the case is being handled."),
    Status.WAITING: gettext_lazy("This cannot be done while the sender's reply is awaited."),
    Status.SUSPENDED: gettext_lazy("The case is suspended. Resume it first."),
    Status.FORWARDED: gettext_lazy("The case has been forwarded to another body. Reopen it to go on."),
    Status.CLOSED: gettext_lazy("The case has already been answered and closed. Reopen it to go on."),
    Status.MERGED: gettext_lazy("The case has been joined to another one. Go on there."),
}

ANSWERS = (Outcome.SOLVED, Outcome.ANSWERED, Outcome.PLANNED, Outcome.NOT_OURS, Outcome.REFUSED)
"""Outcomes that an answer may have; the others close without answering the matter itself."""


def is_allowed(status: str, verb: Verb) -> bool:
    """Whether ``verb`` is allowed for a case in ``status``."""
    return Status(status) in TRANSITIONS[verb]


def allowed_verbs(status: str) -> set[Verb]:
    """Every verb allowed for a case in ``status``: decides which buttons a page shows."""
    return {verb for verb in Verb if is_allowed(status, verb)}


def status_after(status: str, verb: Verb) -> Status:
    """The status after ``verb``. Raises ``KeyError`` when the verb is not allowed."""
    return TRANSITIONS[verb][Status(status)] or Status(status)


def reason_not_allowed(status: str, verb: Verb) -> str:
    """The message for people that says why ``verb`` is not allowed for a case in ``status``."""
    if verb == Verb.RESUME:
        return _("The case is not suspended.")
    if verb == Verb.RATE:
        return _("An answer can be rated once the case has been answered and closed.")
    if verb == Verb.REOPEN and Status(status) in OPEN_STATUSES:
        return _("The case is open already.")
    if verb == Verb.ANONYMISE:
        return _("Only a case that has ended can be made anonymous.")
    return str(REASONS_NOT_ALLOWED[Status(status)])


def subject_from_text(text: str) -> str:
    """A subject made from the first line of a text: whole words, at most 80 characters."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(first) <= SUBJECT_FROM_TEXT:
        return first
    return first[:SUBJECT_FROM_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def likely_kind(text: str, *, has_place: bool = False, asks_for_document: bool = False) -> Kind:
    """The kind to suggest for a text: a report when it has a place, an enquiry when it has a question mark, else a memo."""
    if has_place:
        return Kind.REPORT
    if asks_for_document:
        return Kind.INFORMATION_REQUEST
    return Kind.ENQUIRY if "?" in text else Kind.MEMO


__all__ = [
    "ANSWERS", "BEING_HANDLED", "ENDED", "LONGEST_SUBJECT", "LONGEST_TEXT", "TRANSITIONS", "Facts", "Route", "Verb",
    "Verdict", "allowed_verbs", "due_date", "explain", "first_matching_route", "forward_by", "is_allowed", "likely_kind",
    "longest_extension", "reason_not_allowed", "registration_day", "rule_for", "status_after", "subject_from_text",
    "suspended_days_between",
]  # fmt: skip
