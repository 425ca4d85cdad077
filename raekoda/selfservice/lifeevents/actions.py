"""Every change of life events, of what people keep of them, and what is handed over to another municipality."""

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

HANDED_OVER_FOR = timedelta(minutes=30)


@transaction.atomic
def save_event(event: LifeEvent, *, actor: Actor) -> LifeEvent:
    """Keep ``event`` with its questions and steps as it stands in memory. Raises ``PermissionDenied`` and
    ``ValidationError``."""
    actor.must("lifeevents.write", event)
    event.full_clean()
    event.save()
    journal.record("lifeevents.save", event, actor, slug=event.slug, is_published=event.is_published)
    return event


@transaction.atomic
def delete_event(event: LifeEvent, *, actor: Actor) -> None:
    """Take ``event`` away with its steps and the lists people saved of it. Raises ``PermissionDenied``."""
    actor.must("lifeevents.write", event)
    journal.record("lifeevents.delete", event, actor, slug=event.slug)
    event.delete()


@transaction.atomic
def save_path(
    event: LifeEvent, person: Person, data: dict[str, Any], *, done: int, steps: int, actor: Actor
) -> SavedPath:
    """Keep the list of ``person``; one a life event, the newest counts. Raises ``PermissionDenied`` for another's."""
    if actor.subject_id != person.pk:
        raise PermissionDenied("lifeevents.keep")
    path, is_new = SavedPath.objects.update_or_create(
        person=person, event=event,
        defaults={
            "municipality": person.municipality, "kept": _kept(data), "done": done, "steps": steps, "saved_at": clock.now(),
        },
    )  # fmt: skip
    journal.record("lifeevents.keep", path, actor, is_new=is_new)
    return path


@transaction.atomic
def forget_path(path: SavedPath, *, actor: Actor) -> None:
    """Throw a list away. Raises ``PermissionDenied`` for another's."""
    if actor.kind != Kind.SYSTEM and not queries.saved_paths(actor).filter(pk=path.pk).exists():
        raise PermissionDenied("lifeevents.keep")
    journal.record("lifeevents.forget", path, actor)
    path.delete()


@transaction.atomic
def hand_over(benefit: Benefit, facts: Facts) -> Handover:
    """Put what a person answered where the site of ``benefit``'s municipality can take it, once and soon."""
    with municipality_scope(benefit.municipality):
        return Handover.objects.create(
            municipality=benefit.municipality, benefit=benefit, kept=_kept(facts.as_json()),
            expires_at=clock.now() + HANDED_OVER_FOR,
        )  # fmt: skip


@transaction.atomic
def take_over(token: str) -> tuple[Benefit, Facts] | None:
    """What was handed over to the open municipality under ``token``: it is gone after this. ``None``: taken before, too old, or
    another municipality's."""
    found = Handover.objects.select_for_update().filter(token=token, municipality=current()).first()
    if found is None:
        return None
    benefit, facts, is_late = found.benefit, Facts.read(json.loads(found.kept)), found.expires_at < clock.now()
    found.delete()
    return None if is_late else (benefit, facts)


def _kept(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
