"""Queries of rules, offers and consents."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.offers.models import Offer, OfferConsent, OfferRule, Preference, Purpose, Refusal, Run

RELATED = ("rule__benefit__service", "benefit_rule", "subject")


def visible_to(actor: Actor) -> QuerySet[Offer]:
    """Offers to the person whom ``actor`` represents and offers to ``actor`` about them; none for staff."""
    if actor.subject_id is None:
        return Offer.objects.none()
    mine = Q(person=actor.subject_id) | Q(subject=actor.subject_id, person=actor.person_id)
    return Offer.objects.filter(mine).select_related(*RELATED)


def rules_visible_to(actor: Actor) -> QuerySet[OfferRule]:
    """Rules of the current municipality, for officials."""
    return (
        OfferRule.objects.select_related("benefit", "purpose") if actor.may("offers.view") else OfferRule.objects.none()
    )


def runs_for(rule: OfferRule) -> QuerySet[Run]:
    """Runs of ``rule``, the newest first."""
    return Run.objects.filter(rule=rule).select_related("made_by").order_by("-pk")


def latest_trial(rule: OfferRule) -> Run | None:
    """The newest finished trial of the current version."""
    return runs_for(rule).filter(is_test=True, version=rule.version, finished_at__isnull=False).first()


def purposes() -> QuerySet[Purpose]:
    """Purposes for which consent may be asked."""
    return Purpose.objects.order_by("name_et", "pk")


def active_consents(person: Person) -> QuerySet[OfferConsent]:
    """Consents of ``person`` in force."""
    return OfferConsent.objects.filter(person=person, withdrawn_at=None).select_related("purpose")


def refusals_for(person: Person) -> QuerySet[Refusal]:
    """Benefits that ``person`` does not want to be offered."""
    return Refusal.objects.filter(person=person).select_related("benefit", "subject").order_by("pk")


def wants_letters(person: Person) -> bool:
    """Whether the person asked for letters about offers."""
    return Preference.objects.filter(person=person, letters=True).exists()
