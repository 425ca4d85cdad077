"""Reads of the access log."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.identity.accesslog.access_log import shown_to_person
from raekoda.identity.accesslog.models import Look, Opening
from raekoda.identity.persons.access import owned_by
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor


def own_entries(actor: Actor) -> QuerySet[Look]:
    """Entries of the person for whom a signed-in resident acts, without those about withheld records; empty for other
    actors."""
    return shown_to_person(Look.objects.filter(owned_by(actor)))


def entries_for_person(person: Person) -> QuerySet[Look]:
    """All entries of ``person``, also about withheld records: for an opened review. The caller checks access."""
    return Look.objects.filter(person=person)


def get_opening(ref: str, actor: Actor, kind: str) -> Opening | None:
    """The opening ``ref`` of this actor if it is still valid, else None."""
    since = clock.now() - Opening.LIFETIME
    found = Opening.objects.filter(ref=ref, kind=kind, user_id=actor.id, opened_at__gt=since, person__forgotten_at=None)
    return found.select_related("person__area").defer("person__area__geometry").first()
