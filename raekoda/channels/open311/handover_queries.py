"""Reads of handovers; ``handovers`` decides what an actor sees."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.cases.visibility import readable
from raekoda.channels.open311.models import Handover
from raekoda.channels.open311.partners import coverages
from raekoda.platform.core.actor import Actor


def handovers(actor: Actor) -> QuerySet[Handover]:
    """Handovers to partners of the cases that ``actor`` may read."""
    rows = Handover.objects.select_related("partner", "case").defer("case__words", "partner__api_key")
    return rows.filter(readable(actor, "case__")) if actor.may("open311.view") else rows.none()


def has_partners(municipality_id: int) -> bool:
    """Whether there is a partner to which a case can be forwarded."""
    return bool(coverages.get(municipality_id))
