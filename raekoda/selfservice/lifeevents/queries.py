"""Reads of life events that more than one place needs."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.identity.persons.access import owned_by
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.lifeevents.models import LifeEvent, SavedPath


def here() -> QuerySet[LifeEvent]:
    """Life events of the open municipality, and those of all."""
    return LifeEvent.objects.filter(Q(municipality=None) | Q(municipality=current()))


def visible_to(actor: Actor) -> QuerySet[LifeEvent]:
    """The one gate: writers see all of :func:`here`, others what is published."""
    return here() if actor.may("lifeevents.write") else here().filter(is_published=True)


def published() -> list[LifeEvent]:
    """What the public sees, by title; a municipality's own takes the place of the common one at the same address."""
    found = here().filter(is_published=True)
    chosen: dict[str, LifeEvent] = {}
    for event in sorted(found, key=lambda event: event.municipality_id is not None):
        chosen[event.slug] = event
    return sorted(chosen.values(), key=lambda event: event.title)


def by_slug(slug: str) -> LifeEvent | None:
    """The published life event at this address, with its questions and steps: three queries."""
    found = here().filter(is_published=True, slug=slug).prefetch_related("questions", "steps")
    return max(found, key=lambda event: event.municipality_id is not None, default=None)


def saved_paths(actor: Actor) -> QuerySet[SavedPath]:
    """The lists that whoever ``actor`` acts for has saved."""
    return SavedPath.objects.filter(owned_by(actor)).select_related("event")
