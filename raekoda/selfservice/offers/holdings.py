"""Consents, offers, what is not wanted: taken along, deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.offers.models import Considered, Offer, OfferConsent, Preference, Refusal


def export(person: Person) -> list[dict[str, Any]]:
    """Each consent, offer and refusal of the person."""
    consents = OfferConsent.objects.filter(person=person).select_related("purpose").order_by("pk")
    offers = Offer.objects.filter(person=person).select_related("rule__benefit").order_by("pk")
    refusals = Refusal.objects.filter(person=person).select_related("benefit").order_by("pk")
    return [
        *(
            {"kind": "consent", "purpose": each.purpose.name, "given_at": each.given_at.isoformat(),
             "withdrawn_at": each.withdrawn_at.isoformat() if each.withdrawn_at else None}
            for each in consents
        ),
        *(
            {"kind": "offer", "benefit": each.rule.benefit.name, "amount": str(each.amount or ""), "state": each.state,
             "made_at": each.made_at.isoformat(), "why": each.findings, "data_used": each.facts_used}
            for each in offers
        ),
        *({"kind": "not wanted", "benefit": each.benefit.name, "at": each.at.isoformat()} for each in refusals),
    ]  # fmt: skip


@transaction.atomic
def forget(person: Person, actor: Actor) -> ErasureResult:
    """All of it goes: no decision rests on it."""
    deleted = 0
    for model in (Offer, OfferConsent, Refusal, Preference, Considered):
        deleted += model.objects.filter(person=person).delete()[0]  # type: ignore[attr-defined]
    for about in (Offer, Refusal):
        deleted += about.objects.filter(subject=person).delete()[0]  # type: ignore[attr-defined]
    if deleted:
        journal.record("offers.forget", person, actor, deleted=deleted)
    return ErasureResult(deleted)
