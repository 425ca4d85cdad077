"""Export and erasure of consents, offers and refusals."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.offers.models import Considered, Offer, OfferConsent, Preference, Refusal


def export(person: Person) -> list[dict[str, Any]]:
    """Consents, offers and refusals of ``person`` as JSON-serialisable rows."""
    consents = OfferConsent.objects.filter(person=person).select_related("purpose").order_by("pk")
    offers = Offer.objects.filter(person=person).select_related("rule__benefit").order_by("pk")
    refusals = Refusal.objects.filter(person=person).select_related("benefit").order_by("pk")
    return [
        *(
            {"kind": "consent", "purpose": consent.purpose.name, "given_at": consent.given_at.isoformat(),
             "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None}
            for consent in consents
        ),
        *(
            {"kind": "offer", "benefit": offer.rule.benefit.name, "amount": str(offer.amount or ""), "state": offer.state,
             "made_at": offer.made_at.isoformat(), "why": offer.findings, "data_used": offer.facts_used}
            for offer in offers
        ),
        *({"kind": "not wanted", "benefit": refusal.benefit.name, "at": refusal.at.isoformat()} for refusal in refusals),
    ]  # fmt: skip


@transaction.atomic
def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete everything: no decision depends on it."""
    deleted = 0
    for model in (Offer, OfferConsent, Refusal, Preference, Considered):
        deleted += model.objects.filter(person=person).delete()[0]  # type: ignore[attr-defined]
    for about in (Offer, Refusal):
        deleted += about.objects.filter(subject=person).delete()[0]  # type: ignore[attr-defined]
    if deleted:
        journal.record("offers.forget", person, actor, deleted=deleted)
    return ErasureResult(deleted)
