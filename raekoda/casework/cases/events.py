"""What the case register tells the floors above; handlers run inside the transaction of the action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from raekoda.casework.cases.models import Case, Follower, Message


@dataclass(frozen=True)
class CaseOpened:
    """A case was registered. ``contact_email`` is empty when the sender left none; ``message`` is what was sent."""

    case: Case
    message: Message
    contact_email: str = ""


@dataclass(frozen=True)
class CaseAssigned:
    """A case got another unit or official; ``unit_before`` is the key of the unit it had."""

    case: Case
    reason: str = ""
    unit_before: int | None = None


@dataclass(frozen=True)
class CaseServiceSet:
    """Somebody said which service the case is about (``case.service``, or none)."""

    case: Case


@dataclass(frozen=True)
class CaseKindSet:
    """Somebody said what kind of word the case is (``case.kind``)."""

    case: Case


@dataclass(frozen=True)
class SenderAsked:
    """The sender was asked something back."""

    case: Case
    message: Message


@dataclass(frozen=True)
class SenderReplied:
    """The sender added something to the case."""

    case: Case
    message: Message


@dataclass(frozen=True)
class SenderTold:
    """The sender was told how things stand; the case goes on as it was."""

    case: Case
    message: Message


@dataclass(frozen=True)
class CaseExtended:
    """The period was extended; the law wants the reason told to the sender."""

    case: Case
    reason: str
    before: date


@dataclass(frozen=True)
class CaseSuspended:
    """The clock was stopped."""

    case: Case
    reason: str


@dataclass(frozen=True)
class CaseResumed:
    """The clock runs again, with a new due date."""

    case: Case


@dataclass(frozen=True)
class CaseForwarded:
    """The case was forwarded to another body (``case.forwarded_to``)."""

    case: Case
    reason: str


@dataclass(frozen=True)
class CaseMerged:
    """The case was joined to ``into``; its followers went with it."""

    case: Case
    into: Case


@dataclass(frozen=True)
class CaseAnswered:
    """The case was answered and closed; ``message`` is what the sender reads."""

    case: Case
    message: Message


@dataclass(frozen=True)
class CaseReopened:
    """A closed case is open again, at the same unit."""

    case: Case


@dataclass(frozen=True)
class CaseRated:
    """The sender said how satisfied they are (``case.score``, 1 to 5)."""

    case: Case


@dataclass(frozen=True)
class CaseAnonymised:
    """Whatever tells who sent the case has to be forgotten everywhere."""

    case: Case


@dataclass(frozen=True)
class FollowRequested:
    """Somebody wants to follow a public report and has to confirm the address."""

    follower: Follower
