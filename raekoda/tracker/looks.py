"""Writing down each look of staff and of systems at a person's data, so that the person can read it."""

from __future__ import annotations

from typing import Any

from django.db import models

from raekoda.core import clock
from raekoda.core.actor import Actor
from raekoda.core.models import JournalEntry
from raekoda.core.rows import insert
from raekoda.core.tenancy import current
from raekoda.people.models import Membership
from raekoda.persons.models import Person
from raekoda.tracker.models import Look

_kinds: dict[str, Any] = {}
SYSTEM = "Raekoda"


def register(action: str, *, words: Any) -> None:
    """Name a kind of look ("applications.view") and the words in which the person reads it."""
    _kinds[action] = words


def words_of(action: str) -> str:
    """What the person reads of looks of this kind."""
    return str(_kinds.get(action, action))


def looked(
    person: Person | None, by: Actor, action: str, *, purpose: str = "", subject: models.Model | None = None
) -> Look | None:
    """Write that ``by`` looked at ``person``'s data, inside the caller's transaction or at once.

    Nothing is written for nobody and for residents: they look at what is theirs. ``purpose`` is kept in Estonian or as
    the official wrote it; empty, the kind of look says it. Raises ``KeyError`` for a kind that no room registered.
    """
    if person is None or by.kind == JournalEntry.ActorKind.RESIDENT:
        return None
    if action not in _kinds:
        raise KeyError(action)
    look = Look(
        municipality_id=person.municipality_id,
        person=person,
        at=clock.now(),
        actor_kind=by.kind,
        user_id=by.id if by.is_staff else None,
        by_words=_who(by)[:300],
        action=action,
        purpose=purpose[:300],
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        request_id=by.request_id,
    )
    insert(look)
    return look


def _who(by: Actor) -> str:
    """Title and unit of an official; the system's name otherwise."""
    if not by.is_staff or by.user is None:
        return SYSTEM
    held = (
        Membership.objects.filter(user_id=by.user.pk, municipality=current())
        .select_related("unit")
        .order_by("id")
        .first()
    )
    if held is None:
        return SYSTEM
    parts = [held.title or str(held.get_role_display()), held.unit.name if held.unit else ""]
    return ", ".join(part for part in parts if part)
