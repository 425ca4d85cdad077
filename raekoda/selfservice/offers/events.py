"""Events of offers."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.selfservice.offers.models import Offer


@dataclass(frozen=True)
class OfferMade:
    """An offer was made to ``offer.person``, or renewed."""

    offer: Offer
