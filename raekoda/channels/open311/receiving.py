"""Updates that partners send: news of what they have from us, words of those whose reports they brought us."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions import reopen, reply_from_sender
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Status
from raekoda.channels.open311 import answers, following, rules
from raekoda.channels.open311.answers import Update
from raekoda.channels.open311.errors import Open311Error
from raekoda.channels.open311.handing import FOLLOWED
from raekoda.channels.open311.models import Handover, Partner, Received, TakenUpdate
from raekoda.channels.open311.reading import Submission
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

LONGEST_ID = 120


def take(partner_id: int, submission: Submission) -> str:
    """Take in one update, once: the same ``update_id`` of a report again changes nothing. Its identifier is given back.

    ``service_request_id`` is the partner's number of what we passed on, or our number of what it made here or has from us.
    Raises :class:`Open311Error`: 404 for every other report, 400 for data.
    """
    number, update_id = submission["service_request_id"], submission["update_id"]
    if not number or not update_id:
        raise Open311Error(400, _("service_request_id and update_id are needed."))
    if len(update_id) > LONGEST_ID:
        raise Open311Error(400, _("A value is longer than %(limit)s characters.") % {"limit": LONGEST_ID})
    update = _read(submission)
    handovers = _handovers(partner_id, number)
    for handover in handovers:
        following.take_update(handover, update)
    if handovers:
        return update_id
    case = _received(partner_id, number)
    if case is None:
        raise Open311Error(404, _("service_request_id %(id)s was not found.") % {"id": number[:60]})
    try:
        _add(partner_id, case, update)
    except CaseError as refusal:
        raise Open311Error(400, refusal.message) from refusal
    except TransitionNotAllowed as refusal:
        raise Open311Error(400, refusal.message) from refusal
    return update_id


def _read(submission: Submission) -> Update:
    status = submission["status"].lower()[:40]
    at = rules.moment(submission["updated_datetime"], "updated_datetime")
    outcome = answers.outcome_of(status, submission["external_status_code"])
    words = submission["description"][: rules.LONGEST_DESCRIPTION]
    return Update(submission["update_id"], submission["service_request_id"], status, outcome, words, at)


def _handovers(partner_id: int, number: str) -> list[Handover]:
    rows = Handover.objects.filter(partner=partner_id, state__in=FOLLOWED).select_related(
        "partner", "case", "case__contact", "case__municipality"
    )
    found = list(rows.filter(external_id=number).order_by("id"))
    key = rules.key_of(number)
    if found or key is None:
        return found
    return [each for each in rows.filter(case=key).order_by("id") if each.case.number == number]


def _received(partner_id: int, number: str) -> Case | None:
    key = rules.key_of(number)
    row = Received.objects.filter(partner=partner_id, case=key).select_related("case").first() if key else None
    return row.case if row is not None and row.case.number == number else None


def _add(partner_id: int, case: Case, update: Update) -> None:
    """The partner speaks for the sender of a report it brought: a word more, or the matter is not solved after all."""
    sender = Actor.resident()
    with transaction.atomic():
        Partner.objects.filter(pk=partner_id).select_for_update(no_key=True).first()
        named = {"partner_id": partner_id, "case_id": case.pk, "update_id": update.update_id}
        _kept, is_new = TakenUpdate.objects.get_or_create(**named, defaults={"at": clock.now()})
        if not is_new:
            return
        if case.status == Status.CLOSED and not update.outcome:
            reopen(case, reason=update.words, actor=sender)
        elif update.words:
            reply_from_sender(case, text=update.words, actor=sender)
