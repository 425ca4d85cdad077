"""Reads of letters; ``visible_to`` checks permissions."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.letters.models import Letter
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """Letters of the current municipality, for actors who work on cases; none for others."""
    letters = Letter.objects.select_related("case")
    return letters if actor.may("channels.view") else letters.none()
