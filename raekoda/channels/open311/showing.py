"""Reads of what was passed on, behind one gate."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.cases.visibility import readable
from raekoda.channels.open311.models import Handover
from raekoda.channels.open311.partners import shares
from raekoda.platform.core.actor import Actor


def handovers(actor: Actor) -> QuerySet[Handover]:
    """What was passed on to partners of the cases that ``actor`` may read."""
    rows = Handover.objects.select_related("partner", "case").defer("case__words", "partner__api_key")
    return rows.filter(readable(actor, "case__")) if actor.may("open311.view") else rows.none()


def has_partners(municipality_id: int) -> bool:
    """Whether there is a partner to whom a case can be passed on."""
    return bool(shares.get(municipality_id))
