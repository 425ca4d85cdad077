"""Events of cases for the apps of higher layers; handlers run inside the transaction of the action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from raekoda.casework.cases.models import Case, Follower, Message


@dataclass(frozen=True)
class CaseOpened:
    """A case was registered. ``contact_email`` is empty when the sender left none; ``message`` is the opening message."""

    case: Case
    message: Message
    contact_email: str = ""


@dataclass(frozen=True)
class CaseAssigned:
    """A case got another unit or official; ``unit_before`` is the key of its previous unit."""

    case: Case
    reason: str = ""
    unit_before: int | None = None


@dataclass(frozen=True)
class CaseServiceSet:
    """The service of a case was set (``case.service``, or none)."""

    case: Case


@dataclass(frozen=True)
class CaseSensitivitySet:
    """The sensitivity of a case was set (``case.sensitivity``); ``before`` is the previous level."""

    case: Case
    before: str


@dataclass(frozen=True)
class CaseKindSet:
    """The kind of a case was set (``case.kind``)."""

    case: Case


@dataclass(frozen=True)
class SenderAsked:
    """A question was sent to the sender."""

    case: Case
    message: Message


@dataclass(frozen=True)
class SenderReplied:
    """The sender added a message to the case."""

    case: Case
    message: Message


@dataclass(frozen=True)
class SenderNotified:
    """A notice was sent to the sender; the state of the case is unchanged."""

    case: Case
    message: Message


@dataclass(frozen=True)
class CaseExtended:
    """The period was extended; the law requires that the sender is told the reason."""

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
    """The case was merged into ``into``; its followers were moved."""

    case: Case
    into: Case


@dataclass(frozen=True)
class CaseAnswered:
    """The case was answered and closed; ``message`` is the message to the sender."""

    case: Case
    message: Message


@dataclass(frozen=True)
class CaseReopened:
    """A closed case is open again, at the same unit."""

    case: Case


@dataclass(frozen=True)
class CaseRated:
    """The sender rated the handling (``case.score``, 1 to 5)."""

    case: Case


@dataclass(frozen=True)
class CaseAnonymised:
    """The case was anonymised: handlers remove data that identify its sender from their own tables."""

    case: Case


@dataclass(frozen=True)
class FollowRequested:
    """Somebody asked to follow a public report and has to confirm the address."""

    follower: Follower
