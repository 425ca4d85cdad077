"""Queries of life events."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.identity.persons.access import owned_by
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.selfservice.lifeevents.models import LifeEvent, SavedPath


def here() -> QuerySet[LifeEvent]:
    """Life events of the current municipality and common ones."""
    return LifeEvent.objects.filter(Q(municipality=None) | Q(municipality=current()))


def visible_to(actor: Actor) -> QuerySet[LifeEvent]:
    """Life events that ``actor`` may see: all of :func:`here` for writers, published ones for others."""
    return here() if actor.may("lifeevents.write") else here().filter(is_published=True)


def published() -> list[LifeEvent]:
    """Published life events by title; a municipality's own replaces the common one with the same slug."""
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
    """Saved lists of the person whom ``actor`` represents."""
    return SavedPath.objects.filter(owned_by(actor)).select_related("event")
