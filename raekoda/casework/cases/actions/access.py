"""Who reads a case: its sensitivity, colleagues asked in, break-glass access."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import visibility
from raekoda.casework.cases.actions.common import changing, journal, require_text
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.events import BreakGlassUsed, CaseSensitivitySet
from raekoda.casework.cases.models import Case, CaseParticipant, Kind, Message
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.rules import Verb
from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.accounts.capabilities import SPECIAL, Sensitivity
from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.accounts.queries import members_who_can, officials
from raekoda.identity.accounts.rights import rights_of
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.text import clean_text

BREAK_GLASS_HOURS = 8
LONGEST_WITHHOLDING_REASON = 300
Reason = CaseParticipant.Reason


def set_sensitivity(
    case: Case,
    *,
    level: str,
    reason: str,
    actor: Actor,
    concerned: Person | None = None,
    withheld_until: date | None = None,
    withheld_reason: str = "",
    make_public: bool = False,
) -> Case:
    """Decide how sensitive the case is. A special matter is restricted and never public.

    ``withheld_until`` keeps the matter and who read it from the pages of the person concerned and the family until that
    day, with a reason. ``make_public`` shows an ordinary report of a public service to everybody. Raises
    :class:`CaseError`.
    """
    if level not in Sensitivity.values:
        raise CaseError(_("Choose how sensitive the case is."), "level")
    reason = require_text(reason, "reason")
    withheld_reason = clean_text(withheld_reason)[:LONGEST_WITHHOLDING_REASON]
    if withheld_until is not None and not withheld_reason:
        raise CaseError(_("Write why it is withheld from the person concerned."), "withheld_reason")
    with changing(case, Verb.SET_SENSITIVITY, actor) as save:
        before, was_suspected = case.sensitivity, case.is_suspected
        case.sensitivity, case.is_suspected = Sensitivity(level), False
        case.withheld_until, case.withheld_reason = withheld_until, withheld_reason if withheld_until else ""
        if concerned is not None:
            case.concerned = concerned
        if case.is_special:
            case.is_restricted, case.is_public, case.public_text = True, False, ""
            case.attachments.filter(is_public=True).update(is_public=False)
        elif before in SPECIAL:
            case.is_restricted = case.is_restricted and not was_suspected
            _publish(case, make_public)
        save(
            "sensitivity", "is_suspected", "withheld_until", "withheld_reason", "concerned", "is_restricted", "is_public",
            "public_text",
        )  # fmt: skip
        journal("set_sensitivity", case, actor, reason=reason, level=case.sensitivity, level_before=before)
        emit(CaseSensitivitySet(case, before))
    return case


def ask_in(case: Case, *, user: User, explanation: str, actor: Actor) -> CaseParticipant:
    """Let a colleague read the case and write notes on it. Raises :class:`CaseError`."""
    explanation = require_text(explanation, "explanation")
    if not officials().filter(pk=user.pk).exists():
        raise CaseError(_("Choose an official of this municipality."), "user")
    require_category(case, user, "user")
    with changing(case, Verb.ASK_IN, actor) as save:
        participant, is_new = CaseParticipant.objects.get_or_create(
            case=case, user=user, reason=Reason.ASKED_IN, until=None,
            defaults={
                "municipality_id": case.municipality_id, "explanation": explanation, "added_by_id": actor.id,
                "added_at": clock.now(),
            },
        )  # fmt: skip
        if not is_new:
            raise CaseError(_("%(name)s reads this case already.") % {"name": user.display_name}, "user")
        save()
        journal("ask_in", case, actor, reason=explanation, user=user.pk)
    return participant


@transaction.atomic
def end_participation(participant: CaseParticipant, *, actor: Actor) -> None:
    """A colleague who was asked in no longer reads the case."""
    actor.require("cases.ask_in", participant.case)
    journal("end_participation", participant.case, actor, user=participant.user_id)
    participant.delete()


@transaction.atomic
def break_glass(case: Case, *, reason: str, actor: Actor) -> CaseParticipant:
    """Open a case outside the own rights for some hours. The head of its unit is told; it stands in the person's log.

    Raises :class:`CaseError` without a reason.
    """
    actor.require("cases.break_glass", case)
    reason = require_text(reason, "reason")
    now = clock.now()
    until = now + timedelta(hours=BREAK_GLASS_HOURS)
    participant = CaseParticipant.objects.create(
        municipality_id=case.municipality_id, case=case, user_id=actor.id, reason=Reason.BREAK_GLASS,
        explanation=reason, added_by_id=actor.id, added_at=now, until=until,
    )  # fmt: skip
    journal("break_glass", case, actor, reason=reason, until=until.isoformat())
    for person in set(case.people):
        log_access(person, actor, "cases.break_glass", purpose=reason, subject=case)
    emit(BreakGlassUsed(case, participant))
    return participant


def require_category(case: Case, user: User, field: str) -> None:
    """Raises :class:`CaseError` when the case is special and ``user`` does not handle its category."""
    if case.is_special and case.sensitivity not in rights_of(Actor.staff(user)).categories:
        raise CaseError(
            _("%(name)s has no right to matters of this category.") % {"name": user.display_name}, field
        )  # fmt: skip


def require_readers(case: Case, unit: Unit) -> None:
    """Raises :class:`CaseError` when the case is special and nobody in ``unit`` handles its category."""
    if not case.is_special:
        return
    handling = members_who_can("handle").filter(memberships__categories__contains=[case.sensitivity])
    readers = (rights_of(Actor.staff(user)) for user in handling)
    if not any(_handles_in(rights, case, unit) for rights in readers):
        raise CaseError(_("Nobody in this unit has the right to matters of this category."), "unit")


def _handles_in(rights: visibility.Rights, case: Case, unit: Unit) -> bool:
    return rights.covers("handle", unit_id=unit.pk, service_id=case.service_id, sensitivity=case.sensitivity)


def _publish(case: Case, make_public: bool) -> None:
    """Set whether an ordinary case is public: a report of a service whose reports are, when an official says so."""
    service = case.service
    may_be_public = case.kind == Kind.REPORT and service is not None and service.reports_are_public
    case.is_public = bool(make_public and may_be_public and not case.is_restricted)
    opening = case.messages.filter(kind=Message.Kind.OPENING).first()
    if case.is_public and opening is not None:
        case.public_text = without_people(opening.text, case.contact, case.language).text
