"""What the room tells the floors above, and its own letters."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.selfservice.offers.models import Offer


@dataclass(frozen=True)
class OfferMade:
    """Something is offered to ``offer.person``, or offered again."""

    offer: Offer
