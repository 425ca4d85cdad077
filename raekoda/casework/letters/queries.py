"""Reads of letters; ``visible_to`` checks permissions."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.cases.records import readable_originals
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """Letters of the cases whose sender ``actor`` may see, and those without a case for who directs these."""
    letters = Letter.objects.select_related("case").defer("case__words")
    return letters.filter(readable_originals(actor)) if actor.may("channels.view") else letters.none()
