"""The section of offers on a resident's own page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, gettext

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.money import euros
from raekoda.registry.services.texts import names_of, written
from raekoda.selfservice.offers import queries
from raekoda.selfservice.offers.models import Offer


def rows(resident: Resident, limit: int) -> list[Row]:
    """Open offers, the newest first."""
    lines = queries.visible_to(resident.actor).select_related(None).select_related("rule__benefit", "subject")
    offers = lines.filter(state=Offer.State.OPEN).only(
        "ref", "state", "amount", "apply_to", "made_at", "person", "subject__given_name", "subject__family_name",
        *names_of("rule__benefit"),
    )  # fmt: skip
    return [row_of(offer) for offer in offers.order_by("-pk")[:limit]]


def row_of(offer: Offer) -> Row:
    """An offer as a line."""
    name = str(written(offer.rule.benefit, "name", get_language() or "et"))
    is_open = offer.state == Offer.State.OPEN
    about_other = offer.subject_id != offer.person_id
    title = f"{name}: {offer.subject.name}" if about_other else name
    status = str(offer.get_state_display())
    if is_open:
        status = (
            gettext("you are entitled to %(amount)s") % {"amount": euros(offer.amount, short=True)}
            if offer.amount
            else status
        )
    return Row(
        title=title, url=reverse("offers:offer", args=[offer.ref]), status=status, when=offer.made_at,
        due=offer.apply_to if is_open else None, needs_action=is_open,
    )  # fmt: skip
