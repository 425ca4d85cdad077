"""Updates that partners send: about reports forwarded to them, and about reports they made here."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions import reopen, reply_from_sender
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Status
from raekoda.channels.open311 import parsing, partner_updates, rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.channels.open311.forwarding import WITH_PARTNER
from raekoda.channels.open311.models import Handover, Partner, Received, TakenUpdate
from raekoda.channels.open311.parsing import Update
from raekoda.channels.open311.submissions import Submission
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

MAX_ID = 120


def receive_update(partner_id: int, submission: Submission) -> str:
    """Apply one update, once: the same ``update_id`` of a report again changes nothing. Returns its identifier.

    ``service_request_id`` is the partner's number of a forwarded report, or our number of a report it made or has.
    Raises :class:`Open311Error`: 404 for every other report, 400 for data.
    """
    number, update_id = submission["service_request_id"], submission["update_id"]
    if not number or not update_id:
        raise Open311Error(400, _("service_request_id and update_id are needed."))
    if len(update_id) > MAX_ID:
        raise Open311Error(400, _("A value is longer than %(limit)s characters.") % {"limit": MAX_ID})
    update = _parse_update(submission)
    handovers = _handovers(partner_id, number)
    for handover in handovers:
        partner_updates.apply_update(handover, update)
    if handovers:
        return update_id
    case = _received(partner_id, number)
    if case is None:
        raise Open311Error(404, _("service_request_id %(id)s was not found.") % {"id": number[:60]})
    try:
        _add(partner_id, case, update)
    except CaseError as error:
        raise Open311Error(400, error.message) from error
    except TransitionNotAllowed as error:
        raise Open311Error(400, error.message) from error
    return update_id


def _parse_update(submission: Submission) -> Update:
    status = submission["status"].lower()[:40]
    at = rules.parse_time(submission["updated_datetime"], "updated_datetime")
    outcome = parsing.find_outcome(status, submission["external_status_code"])
    text = submission["description"][: rules.MAX_DESCRIPTION]
    return Update(submission["update_id"], submission["service_request_id"], status, outcome, text, at)


def _handovers(partner_id: int, number: str) -> list[Handover]:
    rows = Handover.objects.filter(partner=partner_id, state__in=WITH_PARTNER).select_related(
        "partner", "case", "case__contact", "case__municipality"
    )
    handovers = list(rows.filter(external_id=number).order_by("id"))
    key = rules.parse_case_key(number)
    if handovers or key is None:
        return handovers
    return [handover for handover in rows.filter(case=key).order_by("id") if handover.case.number == number]


def _received(partner_id: int, number: str) -> Case | None:
    key = rules.parse_case_key(number)
    row = Received.objects.filter(partner=partner_id, case=key).select_related("case").first() if key else None
    return row.case if row is not None and row.case.number == number else None


def _add(partner_id: int, case: Case, update: Update) -> None:
    """Apply a partner's update as its sender's: a further message, or reopening."""
    sender = Actor.resident()
    with transaction.atomic():
        Partner.objects.filter(pk=partner_id).select_for_update(no_key=True).first()
        values = {"partner_id": partner_id, "case_id": case.pk, "update_id": update.update_id}
        _kept, is_new = TakenUpdate.objects.get_or_create(**values, defaults={"at": clock.now()})
        if not is_new:
            return
        if case.status == Status.CLOSED and not update.outcome:
            reopen(case, reason=update.text, actor=sender)
        elif update.text:
            reply_from_sender(case, text=update.text, actor=sender)
