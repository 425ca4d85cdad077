"""Passing a case on to a partner: proposed by a rule or chosen by an official, sent by the deliveries, taken back."""

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
from raekoda.channels.open311 import rules, sharing
from raekoda.channels.open311.models import FROM_PARTNER, Handover, Partner, Received
from raekoda.channels.open311.partners import shares
from raekoda.identity.places import queries as places
from raekoda.platform import deliveries
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.text import clean_text
from raekoda.platform.deliveries import actions as tray
from raekoda.platform.deliveries.models import PROBLEMS, Delivery, Status

State = Handover.State
LIVE = (State.PROPOSED, State.QUEUED, State.UNKNOWN, State.SENT)
FOLLOWED = (State.SENT, State.DONE)


def consider(case: Case, *, actor: Actor) -> Handover | None:
    """What the rules say of a report: pass it on at once, propose it to an official, or (None) keep it.

    A report that itself came from a partner is never passed on by a rule, so that nothing goes in circles.
    """
    known = shares.get(case.municipality_id)
    if not known or case.kind != Kind.REPORT or case.is_special:
        return None
    found = sharing.whose(
        known, place_of(case, known), case.service_id, frozenset({case.area_id} if case.area_id else ())
    )
    if found is None or case.external_source.startswith(FROM_PARTNER) or Handover.objects.filter(case=case).exists():
        return None
    at_once = sharing.goes_at_once(found, is_public=case.is_public)
    name = case.service.name if case.service else ""
    reason = (
        _("the place is theirs") if found.by_place else _("reports about “%(service)s” are theirs") % {"service": name}
    )
    handover = Handover(
        municipality_id=case.municipality_id, case=case, partner_id=found.share.partner_id,
        state=State.QUEUED if at_once else State.PROPOSED, reason=reason[:200],
        service_code=found.service.code if found.service else "", service_name=found.service.name if found.service else "",
        text=case.public_text if at_once else "", created_at=clock.now(),
    )  # fmt: skip
    handover.media_url = photo_of(case) if at_once else ""
    handover.save()
    journal.record("open311.pass_on" if at_once else "open311.propose", handover, actor, case=case.pk)
    if at_once:
        _give_to_be_sent(handover)
    return handover


def place_of(case: Case, known: tuple[sharing.Share, ...]) -> str:
    """The EHAK code of the other municipality that the case's place lies in; "" for a place of our own or none."""
    if case.point is None or not any(share.places for share in known):
        return ""
    area = places.municipality_area_at(case.point)
    return area.code if area is not None and area.code != case.municipality.code else ""


def pass_on(
    case: Case, *, partner: Partner, code: str, text: str, actor: Actor, attributes: dict[str, Any] | None = None,
    with_contact: bool = False, ends_here: bool = False,
) -> Handover:  # fmt: skip
    """An official passes a case on to a partner, as its service ``code``.

    ``with_contact``: the sender has agreed that name, e-mail and phone go along (MSVS and the law on personal data: never
    without). ``ends_here``: the partner answers the sender, so it has to know how. Raises ``PermissionDenied``,
    :class:`TransitionNotAllowed`, :class:`CaseError`.
    """
    actor.require("cases.forward", case)
    if case.kind == Kind.APPLICATION:
        raise CaseError(_("An application is decided here: it is not passed on."), "partner")
    if case.is_special:
        raise CaseError(_("A special matter is not passed on to a partner."), "partner")
    text = clean_text(text)[: rules.LONGEST_DESCRIPTION]
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
        handover.media_url = photo_of(case)
        handover.official_id = actor.id if actor.is_staff else None
        try:
            with transaction.atomic():
                handover.save()
        except IntegrityError as error:
            raise TransitionNotAllowed(_("The case has been passed on already.")) from error
        journal.record("open311.pass_on", handover, actor, case=case.pk, with_contact=with_contact, ends_here=ends_here)
        _give_to_be_sent(handover)
    return handover


def keep(handover: Handover, *, actor: Actor, reason: str = "") -> Handover:
    """The case stays with us: a proposal is turned down, or what was not delivered is not sent any more.

    Raises :class:`TransitionNotAllowed` for one that the partner has.
    """
    actor.require("cases.forward", handover.case)
    with transaction.atomic():
        lock(handover)
        if handover.state not in (State.PROPOSED, State.QUEUED, State.UNKNOWN, State.REFUSED):
            raise TransitionNotAllowed(_("The partner has it already."))
        handover.state, handover.problem = State.WITHDRAWN, ""
        handover.save(update_fields=["state", "problem"])
        for delivery in _deliveries(handover).filter(status__in=(*PROBLEMS, Status.WAITING)):
            tray.give_up(delivery, actor=actor, reason=reason or _("The case stays with us."))
        journal.record("open311.keep", handover, actor, reason=clean_text(reason)[:500], case=handover.case_id)
    return handover


def note_arrived(handover: Handover, *, number: str, actor: Actor) -> Handover:
    """Staff found out that a report of unknown fate did arrive, under the partner's ``number``."""
    actor.require("cases.forward", handover.case)
    number = " ".join(clean_text(number).split())[:120]
    if not number:
        raise CaseError(_("Write their number of the report."), "number")
    with transaction.atomic():
        lock(handover)
        if handover.state not in (State.UNKNOWN, State.REFUSED):
            raise TransitionNotAllowed(_("This is settled already."))
        for delivery in _deliveries(handover).filter(status=Status.UNKNOWN):
            tray.note_sent(delivery, actor=actor)
        journal.record("open311.note_arrived", handover, actor, case=handover.case_id)
        arrived(handover, number, "")
    return handover


def send_again(handover: Handover, *, actor: Actor) -> Handover:
    """Staff found out that a report of unknown fate did not arrive, or want it tried once more."""
    actor.require("cases.forward", handover.case)
    with transaction.atomic():
        lock(handover)
        if handover.state not in (State.UNKNOWN, State.REFUSED):
            raise TransitionNotAllowed(_("This is settled already."))
        for delivery in _deliveries(handover).filter(status__in=PROBLEMS):
            tray.give_up(delivery, actor=actor, reason=_("Sent again."))
        handover.state, handover.attempted_at, handover.problem = State.QUEUED, None, ""
        handover.turn += 1
        handover.save(update_fields=["state", "attempted_at", "problem", "turn"])
        journal.record("open311.send_again", handover, actor, case=handover.case_id)
        _give_to_be_sent(handover)
    return handover


def note_checked(handover: Handover, *, actor: Actor) -> Handover:
    """An official has seen the partner's answer; what is to be done about the case is done on the case."""
    actor.require("cases.forward", handover.case)
    with transaction.atomic():
        lock(handover)
        if handover.to_check:
            handover.to_check = False
            handover.save(update_fields=["to_check"])
            journal.record("open311.check", handover, actor, case=handover.case_id)
    return handover


def arrived(handover: Handover, number: str, token: str) -> None:
    """The partner has it: the sender is told, and the case ends here if that was chosen. Within the caller's transaction."""
    case, system = handover.case, Actor.system()
    handover.state, handover.sent_at, handover.problem = State.SENT, clock.now(), ""
    handover.external_id, handover.token = number, token
    handover.their_status, handover.changed_at = "open", handover.sent_at
    handover.save(update_fields=["state", "sent_at", "problem", "external_id", "token", "their_status", "changed_at"])
    in_time = case.clock is None or clock.today() <= case_rules.forward_by(case.clock, case.clock_from)
    journal.record("open311.arrived", handover, system, case=case.pk, number=number, in_time=in_time)
    with override(case.language):
        if handover.ends_here and case_rules.is_allowed(case.status, Verb.FORWARD):
            forward_outside(case, to=handover.partner.name, reason=_ends_words(handover), actor=system)
        elif case_rules.is_allowed(case.status, Verb.TELL):
            notify_sender(case, text=_follows_words(handover), actor=system)
    Partner.objects.filter(pk=handover.partner_id, poll_at=None).update(poll_at=clock.now())


def suggested_text(case: Case) -> str:
    """What an official starts from: the public text, or what was sent with people taken out of it."""
    if case.public_text:
        return case.public_text[: rules.LONGEST_DESCRIPTION]
    opening = Message.objects.filter(case=case, kind=Message.Kind.OPENING).order_by("id").first()
    return without_people(opening.text if opening else case.subject, case.contact, case.language).text[
        : rules.LONGEST_DESCRIPTION
    ]


def photo_of(case: Case) -> str:
    """The address of the first photo that an official has released on a public report; others never leave."""
    if not case.is_public:
        return ""
    released = Attachment.objects.filter(case=case, is_public=True, content_type__startswith="image/")
    first = released.order_by("pk").first()
    return site_url(case.municipality) + reverse("cases:attachment", args=[first.ref]) if first else ""


def marker(handover: Handover) -> str:
    """The words at the end of what is sent by which the report is known again at the other side."""
    return f"({handover.case.municipality.name} {handover.case.number})"


def lock(handover: Handover) -> None:
    """Lock the row until the end of the transaction and read it into ``handover``."""
    handover.refresh_from_db(from_queryset=Handover.objects.select_for_update(of=("self",)).select_related("partner"))


def _deliveries(handover: Handover) -> Any:
    return Delivery.objects.filter(key__startswith=f"{key_of(handover)}:")


def key_of(handover: Handover) -> str:
    """The name of the handover for the other side, the same however often it is sent."""
    return f"forward:{handover.municipality_id}:{handover.pk}"


def _give_to_be_sent(handover: Handover) -> None:
    deliveries.enqueue(
        "open311", target=target_of(handover.partner_id), key=f"{key_of(handover)}:{handover.turn}",
        payload={"handover": handover.pk}, title=handover.case.number, subject=handover.case,
    )  # fmt: skip


def target_of(partner_id: int) -> str:
    """What the deliveries call a partner."""
    return f"open311:{partner_id}"


def _lock_case(case: Case) -> None:
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(of=("self",), no_key=True).defer("words"))
    if not case_rules.is_allowed(case.status, Verb.FORWARD):
        raise TransitionNotAllowed(case_rules.reason_not_allowed(case.status, Verb.FORWARD))


def _number_words(handover: Handover) -> str:
    name = handover.partner.name
    if handover.external_id:
        return _("We passed your case on to %(name)s, whose it is to solve. Their number: %(number)s.") % {
            "name": name,
            "number": handover.external_id,
        }
    return _("We passed your case on to %(name)s, whose it is to solve.") % {"name": name}


def _follows_words(handover: Handover) -> str:
    then = _("We follow it there and tell you what becomes of it.")
    return f"{_number_words(handover)}\n\n{then}"


def _ends_words(handover: Handover) -> str:
    then = _("They answer you.")
    return f"{_number_words(handover)}\n\n{then}"
