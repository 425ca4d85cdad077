"""What of applications is counted and told, pure: periods of benefits, where an application stands, account numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.exceptions import ValidationError as WrongAccount

from raekoda.casework.cases.models import Status
from raekoda.registry.benefits.days import in_year
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.applications.models import Application, Decision

ONCE = "once"
Per = BenefitRule.Per


class Stage(StrEnum):
    """Where an application stands, as its applicant is told."""

    SENT = "sent"
    CONSENT = "consent"
    HANDLED = "handled"
    ASKED = "asked"
    DECIDED = "decided"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True)
class Step:
    """One step of the way of an application, done, current or still to come."""

    words: str
    is_done: bool
    is_current: bool


def period_of(per: str, day: date, year_begins: str = "") -> str:
    """For which period a benefit applied for on ``day`` is granted: within one it is granted once to the same person.

    A benefit's year begins with its yearly time for applying (``year_begins``, MM-DD), where it has one.
    """
    if per in (Per.CHILD_MONTH, Per.MONTH):
        return f"{day:%Y-%m}"
    if per in (Per.CHILD_YEAR, Per.YEAR):
        if not year_begins:
            return str(day.year)
        first = day.year if day >= in_year(year_begins, day.year) else day.year - 1
        return f"{first}/{first + 1}"
    return ONCE


def sound_account(number: str) -> str:
    """An account number without spaces, its check digits verified. Raises ``ValueError``."""
    try:
        return str(iban.validate(number))
    except WrongAccount as error:
        raise ValueError("wrong account number") from error


def stage_of(application: Application, decision: Decision | None, *, waits_for_consent: bool, is_paid: bool) -> Stage:
    """Where ``application`` stands for its applicant; a decision that is not made yet is not told."""
    if application.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if decision is not None and decision.is_made:
        return Stage.PAID if is_paid else Stage.DECIDED
    status = application.case.status
    if status in (Status.CLOSED, Status.FORWARDED, Status.MERGED):
        return Stage.ENDED
    if status == Status.WAITING:
        return Stage.ASKED
    if waits_for_consent:
        return Stage.CONSENT
    return Stage.SENT if status == Status.NEW else Stage.HANDLED


def stage_words(stage: Stage) -> str:
    """How a stage is told to the applicant."""
    return {
        Stage.SENT: _("received"),
        Stage.CONSENT: _("waits for consent"),
        Stage.HANDLED: _("being handled"),
        Stage.ASKED: _("we need something from you"),
        Stage.DECIDED: _("decided"),
        Stage.PAID: _("paid out"),
        Stage.WITHDRAWN: _("withdrawn"),
        Stage.ENDED: _("ended"),
    }[stage]


def steps_of(stage: Stage, *, with_consent: bool, with_money: bool) -> list[Step]:
    """The whole way, with what is done and what is now."""
    way = [(Stage.SENT, _("Sent")), (Stage.CONSENT, _("Consent")), (Stage.HANDLED, _("Being handled"))]
    way += [(Stage.DECIDED, _("Decision")), (Stage.PAID, _("Payment"))]
    if not with_consent:
        way = [step for step in way if step[0] != Stage.CONSENT]
    if not with_money:
        way = [step for step in way if step[0] != Stage.PAID]
    now = {Stage.SENT: Stage.HANDLED, Stage.ASKED: Stage.HANDLED}.get(stage, stage)
    names = [name for name, _words in way]
    at = names.index(now) if now in names else len(names) - 1
    if stage in (Stage.DECIDED, Stage.PAID):
        at = min(at + 1, len(names))
    return [Step(words, index < at, index == at) for index, (_name, words) in enumerate(way)]
