"""Forwarding a case to a partner: proposed by a rule or chosen by an official, sent by deliveries, cancelled."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import rules as case_rules
from raekoda.casework.cases.actions import forward_outside, notify_sender
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Attachment, Case, Kind, Message
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.rules import Verb
from raekoda.channels.open311 import responsibility, rules
from raekoda.channels.open311.models import PARTNER_PREFIX, Handover, Partner, Received
from raekoda.channels.open311.partners import coverages
from raekoda.identity.places import queries as places
from raekoda.platform import deliveries
from raekoda.platform.core import clock, journal, locks
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.text import clean_text
from raekoda.platform.deliveries import actions as delivery_actions
from raekoda.platform.deliveries.models import PROBLEMS, Delivery, Status

State = Handover.State
ACTIVE = (State.PROPOSED, State.QUEUED, State.UNKNOWN, State.SENT)
WITH_PARTNER = (State.SENT, State.DONE)


def apply_rules(case: Case, *, actor: Actor) -> Handover | None:
    """Apply the rules to a report: forward it at once, propose forwarding to an official, or do nothing (None).

    A report that came from a partner is never forwarded by a rule, to prevent loops.
    """
    known_coverages = coverages.get(case.municipality_id)
    if not known_coverages or case.kind != Kind.REPORT or case.is_special:
        return None
    responsible = responsibility.find_responsible(
        known_coverages,
        other_municipality_code(case, known_coverages),
        case.service_id,
        frozenset({case.area_id} if case.area_id else ()),
    )
    if (
        responsible is None
        or case.external_source.startswith(PARTNER_PREFIX)
        or Handover.objects.filter(case=case).exists()
    ):
        return None
    is_automatic = responsibility.is_automatic(responsible, is_public=case.is_public)
    name = case.service.name if case.service else ""
    reason = (
        _("the place is theirs")
        if responsible.by_place
        else _("reports about “%(service)s” are theirs") % {"service": name}
    )
    handover = Handover(
        municipality_id=case.municipality_id, case=case, partner_id=responsible.coverage.partner_id,
        state=State.QUEUED if is_automatic else State.PROPOSED, reason=reason[:200],
        service_code=responsible.service.code if responsible.service else "",
        service_name=responsible.service.name if responsible.service else "",
        text=case.public_text if is_automatic else "", created_at=clock.now(),
    )  # fmt: skip
    handover.media_url = public_photo_url(case) if is_automatic else ""
    handover.save()
    journal.record("open311.pass_on" if is_automatic else "open311.propose", handover, actor, case=case.pk)
    if is_automatic:
        _enqueue(handover)
    return handover


def other_municipality_code(case: Case, known_coverages: tuple[responsibility.Coverage, ...]) -> str:
    """The EHAK code of the other municipality of the case's place; "" for a place of our own or none."""
    if case.point is None or not any(coverage.places for coverage in known_coverages):
        return ""
    area = places.municipality_area_at(case.point)
    return area.code if area is not None and area.code != case.municipality.code else ""


def forward(
    case: Case, *, partner: Partner, code: str, text: str, actor: Actor, attributes: dict[str, Any] | None = None,
    with_contact: bool = False, ends_here: bool = False,
) -> Handover:  # fmt: skip
    """Forward a case to a partner's service ``code`` by an official.

    ``with_contact``: the sender has agreed to sending name, e-mail and phone (required by MSVS and the law on personal
    data). ``ends_here``: the partner answers the sender, so it needs the contact data. Raises ``PermissionDenied``,
    :class:`TransitionNotAllowed`, :class:`CaseError`.
    """
    actor.require("cases.forward", case)
    if case.kind == Kind.APPLICATION:
        raise CaseError(_("An application is decided here: it is not passed on."), "partner")
    if case.is_special:
        raise CaseError(_("A special matter is not passed on to a partner."), "partner")
    text = clean_text(text)[: rules.MAX_DESCRIPTION]
    if not text:
        raise CaseError(_("Write a few words: this cannot be empty."), "text")
    if not partner.is_active or not partner.url or partner.municipality_id != case.municipality_id:
        raise CaseError(_("Nothing can be passed on to this partner now."), "partner")
    offered = partner.services.filter(code=code, is_offered=True).first()
    if offered is None:
        raise CaseError(_("Choose one of the partner's services."), "service")
    if with_contact and not (partner.takes_contacts and case.contact_id):
        raise CaseError(_("This partner does not get contact data."), "with_contact")
    if ends_here and case.contact_id and not with_contact:
        raise CaseError(
            _("They cannot answer the sender without the contact data: the case has to stay here too."), "ends_here"
        )
    if Received.objects.filter(case=case, partner=partner).exists():
        raise CaseError(_("The report came from this partner; answer it instead."), "partner")
    with transaction.atomic():
        _lock_case(case)
        handover = Handover.objects.filter(case=case, state=State.PROPOSED).first()
        if handover is None:
            handover = Handover(municipality_id=case.municipality_id, case=case, created_at=clock.now())
        Handover.objects.filter(case=case, state=State.REFUSED).update(state=State.WITHDRAWN)
        handover.partner, handover.state, handover.text = partner, State.QUEUED, text
        handover.service_code, handover.service_name = offered.code, offered.name
        handover.attributes, handover.with_contact, handover.ends_here = attributes or {}, with_contact, ends_here
        handover.media_url = public_photo_url(case)
        handover.official_id = actor.id if actor.is_staff else None
        try:
            with transaction.atomic():
                handover.save()
        except IntegrityError as error:
            raise TransitionNotAllowed(_("The case has been passed on already.")) from error
        journal.record("open311.pass_on", handover, actor, case=case.pk, with_contact=with_contact, ends_here=ends_here)
        _enqueue(handover)
    return handover


def cancel(handover: Handover, *, actor: Actor, reason: str = "") -> Handover:
    """Cancel forwarding: reject a proposal, or stop sending an undelivered report.

    Raises :class:`TransitionNotAllowed` when the partner has the report.
    """
    actor.require("cases.forward", handover.case)
    with transaction.atomic():
        lock(handover, *_deliveries(handover))
        if handover.state not in (State.PROPOSED, State.QUEUED, State.UNKNOWN, State.REFUSED):
            raise TransitionNotAllowed(_("The partner has it already."))
        handover.state, handover.problem = State.WITHDRAWN, ""
        handover.save(update_fields=["state", "problem"])
        for delivery in _deliveries(handover).filter(status__in=(*PROBLEMS, Status.WAITING)):
            delivery_actions.cancel(delivery, actor=actor, reason=reason or _("The case stays with us."))
        journal.record("open311.keep", handover, actor, reason=clean_text(reason)[:500], case=handover.case_id)
    return handover


def confirm_arrival(handover: Handover, *, number: str, actor: Actor) -> Handover:
    """Record that a report of unknown outcome did arrive, under the partner's ``number``."""
    actor.require("cases.forward", handover.case)
    number = " ".join(clean_text(number).split())[:120]
    if not number:
        raise CaseError(_("Write their number of the report."), "number")
    with transaction.atomic():
        lock(handover, *_deliveries(handover))
        if handover.state not in (State.UNKNOWN, State.REFUSED):
            raise TransitionNotAllowed(_("This is settled already."))
        for delivery in _deliveries(handover).filter(status=Status.UNKNOWN):
            delivery_actions.confirm_sent(delivery, actor=actor)
        journal.record("open311.note_arrived", handover, actor, case=handover.case_id)
        mark_arrived(handover, number, "")
    return handover


def resend(handover: Handover, *, actor: Actor) -> Handover:
    """Send a report of unknown outcome, or a rejected one, again."""
    actor.require("cases.forward", handover.case)
    with transaction.atomic():
        lock(handover, *_deliveries(handover))
        if handover.state not in (State.UNKNOWN, State.REFUSED):
            raise TransitionNotAllowed(_("This is settled already."))
        for delivery in _deliveries(handover).filter(status__in=PROBLEMS):
            delivery_actions.cancel(delivery, actor=actor, reason=_("Sent again."))
        handover.state, handover.attempted_at, handover.problem = State.QUEUED, None, ""
        handover.turn += 1
        handover.save(update_fields=["state", "attempted_at", "problem", "turn"])
        journal.record("open311.send_again", handover, actor, case=handover.case_id)
        _enqueue(handover)
    return handover


def mark_checked(handover: Handover, *, actor: Actor) -> Handover:
    """Mark the partner's answer as seen by an official."""
    actor.require("cases.forward", handover.case)
    with transaction.atomic():
        lock(handover)
        if handover.to_check:
            handover.to_check = False
            handover.save(update_fields=["to_check"])
            journal.record("open311.check", handover, actor, case=handover.case_id)
    return handover


def mark_arrived(handover: Handover, number: str, token: str) -> None:
    """The partner has the report: notify the sender, and close the case if so chosen. Runs in the caller's transaction."""
    case, system = handover.case, Actor.system()
    handover.state, handover.sent_at, handover.problem = State.SENT, clock.now(), ""
    handover.external_id, handover.token = number, token
    handover.their_status, handover.changed_at = "open", handover.sent_at
    handover.save(update_fields=["state", "sent_at", "problem", "external_id", "token", "their_status", "changed_at"])
    in_time = case.clock is None or clock.today() <= case_rules.forward_by(case.clock, case.clock_from)
    journal.record("open311.arrived", handover, system, case=case.pk, number=number, in_time=in_time)
    with override(case.language):
        if handover.ends_here and case_rules.is_allowed(case.status, Verb.FORWARD):
            forward_outside(case, to=handover.partner.name, reason=_ended_text(handover), actor=system)
        elif case_rules.is_allowed(case.status, Verb.TELL):
            notify_sender(case, text=_followed_text(handover), actor=system)
    Partner.objects.filter(pk=handover.partner_id, poll_at=None).update(poll_at=clock.now())


def suggested_text(case: Case) -> str:
    """Initial text for an official: the public text, or the sender's text without personal data."""
    if case.public_text:
        return case.public_text[: rules.MAX_DESCRIPTION]
    opening = Message.objects.filter(case=case, kind=Message.Kind.OPENING).order_by("id").first()
    return without_people(opening.text if opening else case.subject, case.contact, case.language).text[
        : rules.MAX_DESCRIPTION
    ]


def public_photo_url(case: Case) -> str:
    """The URL of the first released photo of a public report; other photos are never sent."""
    if not case.is_public:
        return ""
    released = Attachment.objects.filter(case=case, is_public=True, content_type__startswith="image/")
    photo = released.order_by("pk").first()
    return site_url(case.municipality) + reverse("cases:attachment", args=[photo.ref]) if photo else ""


def marker(handover: Handover) -> str:
    """The text at the end of a sent report that identifies it at the partner."""
    return f"({handover.case.municipality.name} {handover.case.number})"


def lock(handover: Handover, *deliveries: Delivery) -> None:
    """Lock the row with its case and ``deliveries`` until the end of the transaction and read it into ``handover``."""
    locks.lock(*deliveries, handover.case, handover)
    handover.refresh_from_db(from_queryset=Handover.objects.select_related("partner", "case").defer("case__words"))


def _deliveries(handover: Handover) -> Any:
    return Delivery.objects.filter(key__startswith=f"{delivery_key(handover)}:")


def delivery_key(handover: Handover) -> str:
    """The key of the handover's deliveries, the same at every attempt."""
    return f"forward:{handover.municipality_id}:{handover.pk}"


def _enqueue(handover: Handover) -> None:
    deliveries.enqueue(
        "open311", target=delivery_target(handover.partner_id), key=f"{delivery_key(handover)}:{handover.turn}",
        payload={"handover": handover.pk}, title=handover.case.number, subject=handover.case,
    )  # fmt: skip


def delivery_target(partner_id: int) -> str:
    """The delivery target of a partner."""
    return f"open311:{partner_id}"


def _lock_case(case: Case) -> None:
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(of=("self",), no_key=True).defer("words"))
    if not case_rules.is_allowed(case.status, Verb.FORWARD):
        raise TransitionNotAllowed(case_rules.reason_not_allowed(case.status, Verb.FORWARD))


def _number_text(handover: Handover) -> str:
    name = handover.partner.name
    if handover.external_id:
        return _("We passed your case on to %(name)s, whose it is to solve. Their number: %(number)s.") % {
            "name": name,
            "number": handover.external_id,
        }
    return _("We passed your case on to %(name)s, whose it is to solve.") % {"name": name}


def _followed_text(handover: Handover) -> str:
    promise = _("We follow it there and tell you what becomes of it.")
    return f"{_number_text(handover)}\n\n{promise}"


def _ended_text(handover: Handover) -> str:
    promise = _("They answer you.")
    return f"{_number_text(handover)}\n\n{promise}"
