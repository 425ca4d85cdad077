"""Reads of looks: a person's own, or those an official with a reason opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from raekoda.identity.accesslog import looks
from raekoda.identity.accesslog.models import Look, Opening
from raekoda.identity.persons.access import own
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor


@dataclass(frozen=True)
class Shown:
    """One look as people read it; ``url`` leads to what was looked at, "" where the reader may not go."""

    at: datetime
    who: str
    what: str
    why: str
    title: str = ""
    url: str = ""


def at_own(actor: Actor) -> QuerySet[Look]:
    """Looks at the data of whom a signed-in resident acts for; none for anybody else."""
    return Look.objects.filter(own(actor))


def at_person(person: Person) -> QuerySet[Look]:
    """Looks at the data of ``person``: for the state's data tracker and for a check that was opened with a reason."""
    return Look.objects.filter(person=person)


def shown(found: list[Look], *, with_links: bool = True) -> list[Shown]:
    """Looks in words; one query for each type of record that was looked at."""
    named = looks.subjects_of(found)
    rows = []
    for look in found:
        title, url = named.get((look.subject_type, look.subject_id or 0), ("", ""))
        rows.append(
            Shown(
                look.at, look.by_words, looks.words_of(look.action), looks.reason_of(look), title,
                url if with_links else "",
            )
        )  # fmt: skip
    return rows


def opening(ref: str, actor: Actor, kind: str) -> Opening | None:
    """The page that ``actor`` opened themself a while ago at most; None otherwise."""
    since = clock.now() - Opening.HOLDS
    found = Opening.objects.filter(ref=ref, kind=kind, user_id=actor.id, opened_at__gt=since, person__forgotten_at=None)
    return found.select_related("person__area").defer("person__area__geometry").first()
