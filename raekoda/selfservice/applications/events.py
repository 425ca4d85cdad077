"""Events of applications; handlers run inside the transaction of the action."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.selfservice.applications.models import Application, Consent, Decision, Payout


@dataclass(frozen=True)
class ApplicationSent:
    """An application was sent and has its case."""

    application: Application


@dataclass(frozen=True)
class ApplicationWithdrawn:
    """The applicant withdrew the application before the decision."""

    application: Application


@dataclass(frozen=True)
class ConsentAsked:
    """``consent.person`` is asked to consent to another person's application."""

    consent: Consent


@dataclass(frozen=True)
class ConsentAnswered:
    """``consent.person`` consented or did not."""

    consent: Consent


@dataclass(frozen=True)
class DecisionMade:
    """The application was decided; ``decision.file`` is the document."""

    decision: Decision


@dataclass(frozen=True)
class GrantPaid:
    """The money of ``payout.grant`` was paid."""

    payout: Payout
