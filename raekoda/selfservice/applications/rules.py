"""Pure rules: periods of benefits, stages of applications, account numbers."""

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
    """Stage of an application, as displayed to the applicant."""

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
    """A step of the progress of an application."""

    label: str
    is_done: bool
    is_current: bool


def get_period(per: str, day: date, year_begins: str = "") -> str:
    """The period for which a benefit applied for on ``day`` is granted; a person gets it once per period.

    A benefit year starts with its yearly application window (``year_begins``, MM-DD), where it has one.
    """
    if per in (Per.CHILD_MONTH, Per.MONTH):
        return f"{day:%Y-%m}"
    if per in (Per.CHILD_YEAR, Per.YEAR):
        if not year_begins:
            return str(day.year)
        first = day.year if day >= in_year(year_begins, day.year) else day.year - 1
        return f"{first}/{first + 1}"
    return ONCE


def validate_iban(number: str) -> str:
    """The IBAN without spaces, with valid check digits. Raises ``ValueError``."""
    try:
        return str(iban.validate(number))
    except WrongAccount as error:
        raise ValueError("wrong account number") from error


def mask_iban(number: str) -> str:
    """The IBAN without its middle digits, to be told apart where no personal data may stand; "" for none."""
    return f"{number[:4]}…{number[-4:]}" if number else ""


def get_stage(application: Application, decision: Decision | None, *, waits_for_consent: bool, is_paid: bool) -> Stage:
    """The stage of ``application``; a decision that is not final is ignored."""
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


def stage_label(stage: Stage) -> str:
    """Label of a stage for the applicant."""
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


def progress_steps(stage: Stage, *, with_consent: bool, with_money: bool) -> list[Step]:
    """All progress steps with their state."""
    steps = [(Stage.SENT, _("Sent")), (Stage.CONSENT, _("Consent")), (Stage.HANDLED, _("Being handled"))]
    steps += [(Stage.DECIDED, _("Decision")), (Stage.PAID, _("Payment"))]
    if not with_consent:
        steps = [step for step in steps if step[0] != Stage.CONSENT]
    if not with_money:
        steps = [step for step in steps if step[0] != Stage.PAID]
    now = {Stage.SENT: Stage.HANDLED, Stage.ASKED: Stage.HANDLED}.get(stage, stage)
    names = [name for name, _label in steps]
    at = names.index(now) if now in names else len(names) - 1
    if stage in (Stage.DECIDED, Stage.PAID):
        at = min(at + 1, len(names))
    return [Step(label, index < at, index == at) for index, (_name, label) in enumerate(steps)]
