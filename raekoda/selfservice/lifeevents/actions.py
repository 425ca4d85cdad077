"""Actions on life events, saved lists and transfers to other municipalities."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tenancy import current, municipality_scope
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import Benefit
from raekoda.selfservice.lifeevents import queries
from raekoda.selfservice.lifeevents.models import Handover, LifeEvent, SavedPath

TRANSFER_PERIOD = timedelta(minutes=30)


@transaction.atomic
def save_event(event: LifeEvent, *, actor: Actor) -> LifeEvent:
    """Validate and save ``event`` with its questions and steps. Raises ``PermissionDenied`` and ``ValidationError``."""
    actor.require("lifeevents.write", event)
    event.full_clean()
    event.save()
    journal.record("lifeevents.save", event, actor, slug=event.slug, is_published=event.is_published)
    return event


@transaction.atomic
def delete_event(event: LifeEvent, *, actor: Actor) -> None:
    """Delete ``event`` with its steps and saved lists. Raises ``PermissionDenied``."""
    actor.require("lifeevents.write", event)
    journal.record("lifeevents.delete", event, actor, slug=event.slug)
    event.delete()


@transaction.atomic
def save_path(
    event: LifeEvent, person: Person, data: dict[str, Any], *, done: int, steps: int, actor: Actor
) -> SavedPath:
    """Save the list of ``person``, one for a life event. Raises ``PermissionDenied`` for another person's."""
    if actor.subject_id != person.pk:
        raise PermissionDenied("lifeevents.keep")
    path, is_new = SavedPath.objects.update_or_create(
        person=person, event=event,
        defaults={
            "municipality": person.municipality, "kept": _to_json(data), "done": done, "steps": steps, "saved_at": clock.now(),
        },
    )  # fmt: skip
    journal.record("lifeevents.keep", path, actor, is_new=is_new)
    return path


@transaction.atomic
def delete_path(path: SavedPath, *, actor: Actor) -> None:
    """Delete a saved list. Raises ``PermissionDenied`` for another person's."""
    if actor.kind != Kind.SYSTEM and not queries.saved_paths(actor).filter(pk=path.pk).exists():
        raise PermissionDenied("lifeevents.keep")
    journal.record("lifeevents.forget", path, actor)
    path.delete()


@transaction.atomic
def transfer_facts(benefit: Benefit, facts: Facts) -> Handover:
    """Store answers for the site of ``benefit``'s municipality, to be received once within ``TRANSFER_PERIOD``."""
    with municipality_scope(benefit.municipality):
        return Handover.objects.create(
            municipality=benefit.municipality, benefit=benefit, kept=_to_json(facts.as_json()),
            expires_at=clock.now() + TRANSFER_PERIOD,
        )  # fmt: skip


@transaction.atomic
def receive_facts(token: str) -> tuple[Benefit, Facts] | None:
    """Receive and delete the facts stored under ``token`` for the current municipality. None when unknown, received before,
    or expired."""
    found = Handover.objects.select_for_update().filter(token=token, municipality=current()).first()
    if found is None:
        return None
    benefit, facts, is_expired = found.benefit, Facts.read(json.loads(found.kept)), found.expires_at < clock.now()
    found.delete()
    return None if is_expired else (benefit, facts)


def _to_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
