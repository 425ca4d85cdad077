"""Handling a case: assignment, notes, service, forwarding, merging duplicates, releasing photos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import rules
from raekoda.casework.cases.actions.access import require_category, require_readers
from raekoda.casework.cases.actions.clock import SUSPENSION_FIELDS, end_suspension
from raekoda.casework.cases.actions.common import (
    add_message,
    attach,
    changing,
    discarding_files_on_error,
    journal,
    lock,
    require_text,
    touch,
)
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.events import CaseAssigned, CaseForwarded, CaseMerged, CaseSensitivitySet, CaseServiceSet
from raekoda.casework.cases.models import Attachment, Case, Follower, Message, Outcome, Status
from raekoda.casework.cases.rules import Verb
from raekoda.identity.accounts.capabilities import strictest
from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.accounts.queries import officials
from raekoda.platform.core import clock, locks
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.text import clean_text
from raekoda.registry.services.models import Service

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile

LONGEST_BODY_NAME = 200
MERGE_LOCK = 0x6D657267


def assign(
    case: Case, *, actor: Actor, official: User | None = None, unit: Unit | None = None, reason: str = ""
) -> Case:
    """Assign the case to an official, to a unit (without an official), or to both.

    Raises :class:`CaseError` when neither is given or they do not belong to this municipality.
    """
    if official is None and unit is None:
        raise CaseError(_("Choose an official or a unit."), "official")
    if unit is not None and unit.municipality_id != case.municipality_id:
        raise CaseError(_("Choose a unit of this municipality."), "unit")
    if official is not None and not _is_official_of(official, case):
        raise CaseError(_("Choose an official of this municipality."), "official")
    verb = Verb.ASSIGN if official else Verb.ASSIGN_TO_UNIT
    with changing(case, verb, actor, "assign") as save:
        if official is not None:
            require_category(case, official, "official")
        elif unit is not None:
            require_readers(case, unit)
        before = {"unit_before": case.unit_id, "official_before": case.official_id}
        if unit is not None:
            case.unit = unit
        case.official = official
        save("unit", "official")
        reason = clean_text(reason)
        journal("assign", case, actor, reason=reason, unit=case.unit_id, official=case.official_id, **before)
        emit(CaseAssigned(case, reason, before["unit_before"]))
    return case


def assign_to_self(case: Case, *, actor: Actor) -> Case:
    """Assign the case to the acting official."""
    actor.require("cases.take", case)
    if not isinstance(actor.user, User):
        raise TransitionNotAllowed(_("Only somebody who has signed in can take a case."))
    return assign(case, actor=actor, official=actor.user)


def note(case: Case, *, text: str, actor: Actor, files: Sequence[PreparedFile] = ()) -> Message:
    """Add an internal note: only staff see it and its files."""
    text = require_text(text)
    with discarding_files_on_error() as stored, changing(case, Verb.NOTE, actor) as save:
        message = add_message(case, Message.Kind.NOTE, text, actor)
        attach(case, message, files, stored)
        save()
        journal("note", case, actor, message=message.pk)
    return message


def set_service(case: Case, *, service: Service | None, actor: Actor) -> Case:
    """Set the service of the case. A public report is hidden when the reports of the new service are not public."""
    if service is not None and service.municipality_id != case.municipality_id:
        raise CaseError(_("Choose a service of this municipality."), "service")
    with changing(case, Verb.SET_SERVICE, actor) as save:
        before, level_before = case.service_id, case.sensitivity
        case.service = service
        if service is not None and not case.is_special:
            case.sensitivity = strictest((case.sensitivity, service.sensitivity))
            case.is_restricted = case.is_restricted or case.is_special
        case.is_public = (
            not case.is_restricted and case.is_public and service is not None and service.reports_are_public
        )
        if case.unit_id is None and service is not None:
            case.unit_id = service.unit_id
        save("service", "sensitivity", "is_restricted", "is_public", "unit")
        journal("set_service", case, actor, service=case.service_id, service_before=before)
        emit(CaseServiceSet(case))
        if case.sensitivity != level_before:
            emit(CaseSensitivitySet(case, level_before))
    return case


def forward_outside(case: Case, *, to: str, reason: str, actor: Actor) -> Case:
    """Forward the case to the responsible body and tell the sender; this ends the case.

    The journal records whether it was within the working days that the law allows.
    """
    to = require_text(to, "to").replace("\n", " ")[:LONGEST_BODY_NAME]
    reason = require_text(reason, "reason")
    with changing(case, Verb.FORWARD, actor) as save:
        end_suspension(case)
        today = clock.today()
        in_time = case.clock is None or today <= rules.forward_by(case.clock, case.clock_from)
        case.forwarded_to, case.outcome, case.closed_at = to, Outcome.NOT_OURS, clock.now()
        save("forwarded_to", "outcome", "closed_at", *SUSPENSION_FIELDS)
        add_message(case, Message.Kind.UPDATE, f"{to}\n\n{reason}", actor)
        journal("forward", case, actor, reason=reason, to=to, in_time=in_time)
        emit(CaseForwarded(case, reason))
    return case


def lock_for_merge(case: Case, into: Case) -> None:
    """Lock both cases and read ``case`` again. The merges of a municipality are done one after the other, because one also
    changes the cases that were merged earlier; so this is the first lock of its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [MERGE_LOCK, case.municipality_id])
    locks.lock(case, into)
    lock(case)


def merge(case: Case, *, into: Case, actor: Actor) -> Case:
    """Merge ``case`` into ``into``: followers and cases merged into it earlier are moved, the sender is told.

    Raises :class:`CaseError` for the case itself or one of another municipality, :class:`TransitionNotAllowed`.
    """
    if case.pk == into.pk:
        raise CaseError(_("A case cannot be joined to itself."), "into")
    if case.municipality_id != into.municipality_id:
        raise CaseError(_("Choose a case of this municipality."), "into")
    actor.require("cases.merge", case)
    actor.require("cases.view", into)
    with transaction.atomic():
        lock_for_merge(case, into)
        with changing(case, Verb.MERGE, actor) as save:
            into.refresh_from_db(from_queryset=Case.objects.defer("words"))
            if into.status == Status.MERGED:
                raise TransitionNotAllowed(_("The other case has itself been joined to another one. Join to that one."))
            end_suspension(case)
            case.merged_into, case.outcome, case.closed_at = into, Outcome.DUPLICATE, clock.now()
            save("merged_into", "outcome", "closed_at", *SUSPENSION_FIELDS)
            Case.objects.filter(merged_into=case).update(merged_into=into, updated_at=clock.now())
            _move_followers(case, into)
            touch(into)
            journal("merge", case, actor, into=into.pk)
            journal("merged_in", into, actor, joined=case.pk)
            emit(CaseMerged(case, into))
    return case


def release_attachment(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Show a photo to the public, after an official has checked it.

    Raises :class:`TransitionNotAllowed` for a restricted case.
    """
    if attachment.case.is_restricted:
        raise TransitionNotAllowed(_("The case is for internal use: nothing of it is shown to the public."))
    return _set_attachment_public(attachment, True, actor)


def withdraw_attachment(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Hide a photo from the public again."""
    return _set_attachment_public(attachment, False, actor)


def _set_attachment_public(attachment: Attachment, is_public: bool, actor: Actor) -> Attachment:
    actor.require("cases.release_attachment", attachment.case)
    with transaction.atomic():
        attachment.refresh_from_db(from_queryset=Attachment.objects.select_for_update())
        if attachment.is_public != is_public:
            attachment.is_public = is_public
            attachment.save(update_fields=["is_public"])
            verb = "release_attachment" if is_public else "withdraw_attachment"
            journal(verb, attachment.case, actor, attachment=attachment.pk)
    return attachment


def _is_official_of(official: User, case: Case) -> bool:
    return official.is_superuser or officials().filter(pk=official.pk).exists()


def _move_followers(case: Case, into: Case) -> None:
    """Followers of ``case`` follow ``into``; those who follow both keep one subscription."""
    if not into.is_public:
        return
    already = Follower.objects.filter(case=into).values("email")
    Follower.objects.filter(case=case).exclude(email__in=already).update(case=into)
