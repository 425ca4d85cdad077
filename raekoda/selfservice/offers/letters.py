"""Letters about offers, for persons who asked for them. They contain no reason and no access token."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.letters import letters
from raekoda.casework.letters.letters import LetterDraft
from raekoda.platform.core.events import on
from raekoda.platform.core.links import site_url
from raekoda.selfservice.offers import queries
from raekoda.selfservice.offers.events import OfferMade


@on(OfferMade)
def offered(event: OfferMade) -> None:
    """Send one letter for an offer, also when it is renewed."""
    offer = event.offer
    if not offer.person.email or not queries.wants_letters(offer.person):
        return
    with override(offer.person.language):
        path = reverse("offers:offer", args=[offer.ref])
        choices = reverse("offers:consents")
    base = site_url(offer.municipality)
    context = {"url": base + path, "choices_url": base + choices}
    draft = LetterDraft("offers/offer", f"offer:{offer.pk}", offer.person.email, offer.person.language, context)
    letters.write_without_case(offer.municipality, [draft])
