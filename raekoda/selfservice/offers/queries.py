"""Reads of rules, offers and consents, behind one gate each."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.offers.models import Offer, OfferConsent, OfferRule, Preference, Purpose, Refusal, Run

SHOWN = ("rule__benefit__service", "benefit_rule", "subject")


def visible_to(actor: Actor) -> QuerySet[Offer]:
    """Offers to whoever ``actor`` acts for, and those made to ``actor`` for whom they act. The staff see none."""
    if actor.subject_id is None:
        return Offer.objects.none()
    mine = Q(person=actor.subject_id) | Q(subject=actor.subject_id, person=actor.person_id)
    return Offer.objects.filter(mine).select_related(*SHOWN)


def rules_visible_to(actor: Actor) -> QuerySet[OfferRule]:
    """Rules of the open municipality, for officials."""
    return (
        OfferRule.objects.select_related("benefit", "purpose") if actor.may("offers.view") else OfferRule.objects.none()
    )


def runs_of(rule: OfferRule) -> QuerySet[Run]:
    """Runs of ``rule``, the newest first."""
    return Run.objects.filter(rule=rule).select_related("made_by").order_by("-pk")


def tested(rule: OfferRule) -> Run | None:
    """The newest finished trial of the rule as it stands now."""
    return runs_of(rule).filter(is_test=True, version=rule.version, finished_at__isnull=False).first()


def purposes() -> QuerySet[Purpose]:
    """Every purpose for which consent may be asked here."""
    return Purpose.objects.order_by("name_et", "pk")


def consents_of(person: Person) -> QuerySet[OfferConsent]:
    """Consents in force, of one person."""
    return OfferConsent.objects.filter(person=person, withdrawn_at=None).select_related("purpose")


def refusals_of(person: Person) -> QuerySet[Refusal]:
    """What a person does not want to be offered."""
    return Refusal.objects.filter(person=person).select_related("benefit", "subject").order_by("pk")


def wants_letters(person: Person) -> bool:
    """Whether the person wants a letter when something is offered; nobody gets one unasked."""
    return Preference.objects.filter(person=person, letters=True).exists()
