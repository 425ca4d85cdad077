"""Access log: each time staff or another system opens a person's data, so that the person can read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
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
About = TypeVar("About", bound=models.Model)
FindNames = Callable[[list[int]], dict[int, tuple[str, str]]]


@dataclass(frozen=True)
class AccessEvent:
    """A kind of access ("applications.view"): ``label`` is what the person reads; ``purpose`` is used when the entry
    has none of its own."""

    action: str
    label: Any
    purpose: Any = ""


@dataclass(frozen=True)
class SubjectNames:
    """Titles of the records of ``model``: ``find_names(keys)`` returns title and URL ("" for none) by key, with one
    query."""

    model: type[models.Model]
    find_names: FindNames


access_log_events: Registry[AccessEvent] = Registry(
    f"{__name__}.access_log_events",
    AccessEvent,
    "Kinds of entries of the access log, with the words in which the person reads them",
    key=lambda kind: kind.action,
)
subject_names: Registry[SubjectNames] = Registry(
    f"{__name__}.subject_names",
    SubjectNames,
    "Titles and addresses of the records that entries of the access log are about",
    key=lambda names: names.model._meta.label_lower,
)


@dataclass(frozen=True)
class WithheldSubjects:
    """Records of ``model`` that are withheld for now from the person whom they concern: ``find_keys()`` returns their keys."""

    model: type[models.Model]
    find_keys: Callable[[], Iterable[int] | QuerySet[Any]]


withheld_subjects: Registry[WithheldSubjects] = Registry(
    f"{__name__}.withheld_subjects",
    WithheldSubjects,
    "Records whose entries of the access log are not shown to the person for now",
    key=lambda subjects: subjects.model._meta.label_lower,
)


def shown_to_person(entries: QuerySet[About]) -> QuerySet[About]:
    """``entries`` of the log, or other records with a subject, without those about what is withheld from the person today."""
    for subjects in withheld_subjects:
        entries = entries.exclude(subject_type=subjects.model._meta.label_lower, subject_id__in=subjects.find_keys())
    return entries


def withheld_keys(model: type[models.Model]) -> Iterable[int] | QuerySet[Any]:
    """Keys of the records of ``model`` that are withheld from the person today."""
    subjects = withheld_subjects.get(model._meta.label_lower)
    return subjects.find_keys() if subjects else ()


def get_event_label(action: str) -> str:
    """Label of a kind of access; the action itself when no app registered it."""
    return str(access_log_events[action].label) if action in access_log_events else action


def get_purpose(entry: Look) -> str:
    """The purpose that the official wrote, or the default purpose of this kind of access."""
    kind = access_log_events.get(entry.action)
    return entry.purpose or (str(kind.purpose) if kind else "")


def find_subject_names(entries: Iterable[Look]) -> dict[tuple[str, int], tuple[str, str]]:
    """Title and URL of the records that were accessed, by type and key; one query for each type."""
    keys: dict[str, set[int]] = {}
    for entry in entries:
        if entry.subject_id is not None and entry.subject_type in subject_names:
            keys.setdefault(entry.subject_type, set()).add(entry.subject_id)
    return {
        (kind, key): named
        for kind, subject_keys in keys.items()
        for key, named in subject_names[kind].find_names(sorted(subject_keys)).items()
    }


def log_access(
    person: Person | None, actor: Actor, action: str, *, purpose: str = "", subject: models.Model | None = None
) -> Look | None:
    """Record that ``actor`` accessed ``person``'s data, in the caller's transaction if there is one.

    Nothing is recorded without a person or when the actor is a resident. ``purpose`` is in Estonian or as the
    official wrote it; when empty, the default of the kind applies. Raises ``NotRegistered`` for an action that no app
    registered.
    """
    if person is None or actor.kind == JournalEntry.ActorKind.RESIDENT:
        return None
    entry = _build_entry(person.pk, person.municipality_id, actor, _get_actor_label(actor), action, purpose, subject)
    insert(entry)
    return entry


def log_access_to_persons(
    persons: Iterable[Person], actor: Actor, action: str, *, purpose: str = "", subject: models.Model | None = None
) -> int:
    """Record access to one record that concerns many ``persons``, one entry for each. Two queries in total. Returns
    the number of entries."""
    known = {person.pk: person for person in persons}.values()
    if not known or actor.kind == JournalEntry.ActorKind.RESIDENT:
        return 0
    who = _get_actor_label(actor)
    Look.objects.bulk_create(
        _build_entry(each.pk, each.municipality_id, actor, who, action, purpose, subject) for each in known
    )
    return len(known)


def log_representation(right: Representation, actor: Actor) -> Look:
    """Record for the represented person that a representative opened their data; the purpose is the kind of right.
    The representative's name is not stored, because entries are never deleted."""
    with override("et"):
        why = str(right.get_kind_display())
    entry = _build_entry(right.represented_id, right.municipality_id, actor, REPRESENTATIVE, ACTED_FOR, why, None)
    insert(entry)
    return entry


def log_access_to_records(subjects: Iterable[models.Model], actor: Actor, action: str, *, purpose: str = "") -> int:
    """Record access to records that have a ``person`` or are about one (``concerned``); others are skipped. Two queries in
    total. Returns the number of entries."""
    known = [(person, subject) for subject in subjects for person in _persons_of(subject)]
    if not known or actor.kind == JournalEntry.ActorKind.RESIDENT:
        return 0
    who = _get_actor_label(actor)
    Look.objects.bulk_create(
        _build_entry(person, subject.municipality_id, actor, who, action, purpose, subject)  # type: ignore[attr-defined]
        for person, subject in known
    )
    return len(known)


def _persons_of(subject: models.Model) -> list[int]:
    keys = (getattr(subject, "person_id", None), getattr(subject, "concerned_id", None))
    return list(dict.fromkeys(key for key in keys if key))


def _build_entry(
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


def _get_actor_label(actor: Actor) -> str:
    """Job title and unit of an official; the system's name otherwise."""
    if actor.kind == JournalEntry.ActorKind.INTEGRATION:
        return OTHER_SYSTEM
    if not actor.is_staff or actor.user is None:
        return SYSTEM
    membership = (
        Membership.objects.filter(user_id=actor.user.pk, municipality=current())
        .select_related("unit")
        .order_by("id")
        .first()
    )
    if membership is None:
        return SYSTEM
    with override("et"):
        parts = [
            membership.title or str(membership.get_role_display()),
            membership.unit.name if membership.unit else "",
        ]
    return ", ".join(part for part in parts if part)
