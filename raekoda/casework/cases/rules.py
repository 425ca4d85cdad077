"""What may happen to a case and when, pure. Periods are in ``clocks``, routing in ``routing``."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases.clocks import (
    days_stood_still,
    due_date,
    forward_by,
    longest_extension,
    registration_day,
    rule_for,
)
from raekoda.casework.cases.models import OPEN_STATUSES, Kind, Outcome, Status
from raekoda.casework.cases.routing import Facts, Route, Verdict, explain, first_matching_rule

LONGEST_TEXT = 20_000
LONGEST_SUBJECT = 160
SUBJECT_FROM_TEXT = 80


class Verb(StrEnum):
    """Everything that can be done to a case after it was opened."""

    ASSIGN = "assign"
    HAND_OVER = "hand_over"
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


IN_HAND = (Status.NEW, Status.ASSIGNED, Status.WAITING)
ENDED = (Status.CLOSED, Status.FORWARDED, Status.MERGED)
KEEPS: None = None

TRANSITIONS: dict[Verb, dict[Status, Status | None]] = {
    Verb.ASSIGN: {
        Status.NEW: Status.ASSIGNED,
        Status.ASSIGNED: Status.ASSIGNED,
        Status.WAITING: KEEPS,
        Status.SUSPENDED: KEEPS,
    },
    Verb.HAND_OVER: {
        Status.NEW: KEEPS,
        Status.ASSIGNED: Status.NEW,
        Status.WAITING: KEEPS,
        Status.SUSPENDED: KEEPS,
    },
    Verb.NOTE: dict.fromkeys(Status, KEEPS),
    Verb.SET_SERVICE: dict.fromkeys(OPEN_STATUSES, KEEPS),
    Verb.ASK: dict.fromkeys(IN_HAND, Status.WAITING),
    Verb.REPLY: {
        Status.NEW: KEEPS,
        Status.ASSIGNED: KEEPS,
        Status.WAITING: Status.ASSIGNED,
        Status.SUSPENDED: KEEPS,
    },
    Verb.TELL: dict.fromkeys((*OPEN_STATUSES, Status.FORWARDED, Status.CLOSED), KEEPS),
    Verb.EXTEND: dict.fromkeys(IN_HAND, KEEPS),
    Verb.SUSPEND: dict.fromkeys(IN_HAND, Status.SUSPENDED),
    Verb.RESUME: {Status.SUSPENDED: Status.ASSIGNED},
    Verb.FORWARD: dict.fromkeys(OPEN_STATUSES, Status.FORWARDED),
    Verb.MERGE: dict.fromkeys(OPEN_STATUSES, Status.MERGED),
    Verb.ANSWER: dict.fromkeys(OPEN_STATUSES, Status.CLOSED),
    Verb.REOPEN: {Status.CLOSED: Status.ASSIGNED, Status.FORWARDED: Status.ASSIGNED},
    Verb.RATE: {Status.CLOSED: KEEPS},
    Verb.FOLLOW: dict.fromkeys((*OPEN_STATUSES, Status.FORWARDED, Status.CLOSED), KEEPS),
    Verb.ANONYMISE: dict.fromkeys(ENDED, KEEPS),
}
"""Verb × status: the status after it, or KEEPS. What is not here is not allowed."""

WHY_NOT = {
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


def allowed(status: str, verb: Verb) -> bool:
    """Whether ``verb`` may be done to a case in ``status``."""
    return Status(status) in TRANSITIONS[verb]


def verbs(status: str) -> set[Verb]:
    """Everything that may be done to a case in ``status``: which buttons a page shows."""
    return {verb for verb in Verb if allowed(status, verb)}


def status_after(status: str, verb: Verb, *, has_official: bool) -> Status:
    """The status after ``verb``: a case that no official has is never ASSIGNED but NEW.

    Raises ``KeyError`` when the verb is not allowed.
    """
    after = TRANSITIONS[verb][Status(status)] or Status(status)
    return Status.NEW if after == Status.ASSIGNED and not has_official else after


def why_not(status: str, verb: Verb) -> str:
    """Words for people: why ``verb`` cannot be done to a case in ``status``."""
    if verb == Verb.RESUME:
        return _("The case is not suspended.")
    if verb == Verb.RATE:
        return _("An answer can be rated once the case has been answered and closed.")
    if verb == Verb.REOPEN and Status(status) in OPEN_STATUSES:
        return _("The case is open already.")
    if verb == Verb.ANONYMISE:
        return _("Only a case that has ended can be made anonymous.")
    return str(WHY_NOT[Status(status)])


def subject_of(text: str) -> str:
    """A subject made from the first line of a text: whole words, at most 80 characters."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(first) <= SUBJECT_FROM_TEXT:
        return first
    return first[:SUBJECT_FROM_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def likely_kind(text: str, *, has_place: bool = False, asks_for_document: bool = False) -> Kind:
    """The kind to suggest for a text: a place makes a report, a question mark an enquiry, else a memo."""
    if has_place:
        return Kind.REPORT
    if asks_for_document:
        return Kind.INFORMATION_REQUEST
    return Kind.ENQUIRY if "?" in text else Kind.MEMO


__all__ = [
    "ANSWERS", "ENDED", "IN_HAND", "LONGEST_SUBJECT", "LONGEST_TEXT", "TRANSITIONS", "Facts", "Route", "Verb", "Verdict",
    "allowed", "days_stood_still", "due_date", "explain", "first_matching_rule", "forward_by",
    "likely_kind", "longest_extension", "registration_day", "rule_for", "status_after", "subject_of", "verbs",
    "why_not",
]  # fmt: skip
