"""What this room keeps of a person: who they are, how they are reached, for whom they act, when they signed in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from raekoda.identity.persons.holdings import Forgotten
from raekoda.identity.persons.models import Person, Session
from raekoda.identity.persons.queries import representations_of
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record

NAME = "persons"


def export(person: Person) -> list[dict[str, Any]]:
    """The person, their rights to act, and their sessions."""
    who = {
        "kind": "person", "code": person.code, "given_name": person.given_name, "family_name": person.family_name,
        "born_on": _day(person.born_on), "died_on": _day(person.died_on), "email": person.email, "phone": person.phone,
        "language": person.language, "address": person.address, "settlement": person.area.name if person.area else "",
        "residence_source": person.residence_source,
    }  # fmt: skip
    rights = [
        {"kind": "acts_for", "name": right.represented.name, "as": right.kind, "roles": right.roles,
         "valid_from": _day(right.valid_from), "valid_to": _day(right.valid_to)}
        for right in representations_of(person)
    ]  # fmt: skip
    sessions = [
        {"kind": "session", "at": session.started_at.isoformat(), "method": session.method, "level": session.level}
        for session in Session.objects.filter(person=person).order_by("-id")
    ]
    return [who, *rights, *sessions]


@transaction.atomic
def forget(person: Person, actor: Actor) -> Forgotten:
    """Contacts and past sessions go; the person themself goes last, when no other room needs to know who they are."""
    given = [name for name in ("email", "phone") if getattr(person, name)]
    for name in given:
        setattr(person, name, "")
    if given:
        person.save(update_fields=given)
        record("persons.contacts", person, actor, fields=given)
    sessions, _by_model = Session.objects.filter(over(), person=person).delete()
    return Forgotten(deleted=len(given) + sessions)


def over() -> Q:
    """Sessions that were ended, or ran out."""
    return Q(ended_at__isnull=False) | Q(expires_at__lte=clock.now())


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
