"""Writing down each look of staff and of systems at a person's data, so that the person can read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import override

from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Membership
from raekoda.identity.persons.models import Person, Representation
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.registry import Registry
from raekoda.platform.core.rows import insert
from raekoda.platform.core.tenancy import current

SYSTEM, OTHER_SYSTEM = "Raekoda", "Liidestatud infosüsteem"
REPRESENTATIVE, ACTED_FOR = "Teie esindaja", "tracker.acted_for"
Named = Callable[[list[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True)
class Kind:
    """A kind of look ("applications.view"): what the person reads of it, and why such looks happen when the official gave no
    other reason."""

    action: str
    words: Any
    why: Any = ""


@dataclass(frozen=True)
class SubjectNames:
    """How the records of a model that were looked at are called: ``named(keys)`` gives title and address ("" for none) by
    key, by one query."""

    model: type[models.Model]
    named: Named


access_log_events: Registry[Kind] = Registry(
    f"{__name__}.access_log_events",
    Kind,
    "Kinds of entries of the access log, with the words in which the person reads them",
    key=lambda kind: kind.action,
)
subject_names: Registry[SubjectNames] = Registry(
    f"{__name__}.subject_names",
    SubjectNames,
    "Titles and addresses of the records that entries of the access log are about",
    key=lambda names: names.model._meta.label_lower,
)


def words_of(action: str) -> str:
    """What the person reads of looks of this kind."""
    return str(access_log_events[action].words) if action in access_log_events else action


def reason_of(look: Look) -> str:
    """Why: as the official wrote it, or the usual reason of such looks."""
    kind = access_log_events.get(look.action)
    return look.purpose or (str(kind.why) if kind else "")


def subjects_of(looks: Iterable[Look]) -> dict[tuple[str, int], tuple[str, str]]:
    """Title and address of what was looked at, by type and key; one query for each type."""
    keys: dict[str, set[int]] = {}
    for look in looks:
        if look.subject_id is not None and look.subject_type in subject_names:
            keys.setdefault(look.subject_type, set()).add(look.subject_id)
    return {
        (kind, key): named
        for kind, wanted in keys.items()
        for key, named in subject_names[kind].named(sorted(wanted)).items()
    }


def looked(
    person: Person | None, actor: Actor, action: str, *, purpose: str = "", subject: models.Model | None = None
) -> Look | None:
    """Write that ``by`` looked at ``person``'s data, inside the caller's transaction or at once.

    Nothing is written for nobody and for residents: they look at what is theirs. ``purpose`` is kept in Estonian or as
    the official wrote it; empty, the kind of look says it. Raises ``NotRegistered`` for a kind that no app registered.
    """
    if person is None or actor.kind == JournalEntry.ActorKind.RESIDENT:
        return None
    look = _look(person.pk, person.municipality_id, actor, _who(actor), action, purpose, subject)
    insert(look)
    return look


def looked_at_everyone(
    persons: Iterable[Person], actor: Actor, action: str, *, purpose: str = "", subject: models.Model | None = None
) -> int:
    """Write looks at one record that is about many ``persons``, once for each: two queries whatever their number."""
    known = {person.pk: person for person in persons}.values()
    if not known or actor.kind == JournalEntry.ActorKind.RESIDENT:
        return 0
    who = _who(actor)
    Look.objects.bulk_create(
        _look(each.pk, each.municipality_id, actor, who, action, purpose, subject) for each in known
    )
    return len(known)


def acted_for(right: Representation, actor: Actor) -> Look:
    """Write for who is represented that whoever may act for them opened their matters; as what they may is why. Their name is
    not kept here: looks are never deleted."""
    with override("et"):
        why = str(right.get_kind_display())
    look = _look(right.represented_id, right.municipality_id, actor, REPRESENTATIVE, ACTED_FOR, why, None)
    insert(look)
    return look


def looked_at_all(subjects: Iterable[models.Model], actor: Actor, action: str, *, purpose: str = "") -> int:
    """Write looks at records that have a ``person``, of those that are somebody's: two queries whatever their number."""
    known = [subject for subject in subjects if getattr(subject, "person_id", None)]
    if not known or actor.kind == JournalEntry.ActorKind.RESIDENT:
        return 0
    who = _who(actor)
    Look.objects.bulk_create(
        _look(each.person_id, each.municipality_id, actor, who, action, purpose, each)  # type: ignore[attr-defined]
        for each in known
    )
    return len(known)


def _look(
    person: int, municipality: int, actor: Actor, who: str, action: str, purpose: str, subject: models.Model | None
) -> Look:
    return Look(
        municipality_id=municipality,
        person_id=person,
        at=clock.now(),
        actor_kind=actor.kind,
        user_id=actor.id if actor.is_staff else None,
        by_words=who[:300],
        action=access_log_events[action].action,
        purpose=purpose[:300],
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        request_id=actor.request_id,
    )


def _who(actor: Actor) -> str:
    """Title and unit of an official; the system's name otherwise."""
    if actor.kind == JournalEntry.ActorKind.INTEGRATION:
        return OTHER_SYSTEM
    if not actor.is_staff or actor.user is None:
        return SYSTEM
    held = (
        Membership.objects.filter(user_id=actor.user.pk, municipality=current())
        .select_related("unit")
        .order_by("id")
        .first()
    )
    if held is None:
        return SYSTEM
    with override("et"):
        parts = [held.title or str(held.get_role_display()), held.unit.name if held.unit else ""]
    return ", ".join(part for part in parts if part)
