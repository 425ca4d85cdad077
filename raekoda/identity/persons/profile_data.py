"""Export and erasure of the person's own record: identity, contacts, representations, sessions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from raekoda.identity.persons.models import Person, Session
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.persons.queries import get_representations
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
        for right in get_representations(person)
    ]  # fmt: skip
    sessions = [
        {"kind": "session", "at": session.started_at.isoformat(), "method": session.method, "level": session.level}
        for session in Session.objects.filter(person=person).order_by("-id")
    ]
    return [who, *rights, *sessions]


@transaction.atomic
def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete contacts and expired sessions. The identity is erased last, when no other app needs it."""
    given = [name for name in ("email", "phone") if getattr(person, name)]
    for name in given:
        setattr(person, name, "")
    if given:
        person.save(update_fields=given)
        record("persons.contacts", person, actor, fields=given)
    sessions, _by_model = Session.objects.filter(expired_sessions(), person=person).delete()
    return ErasureResult(deleted=len(given) + sessions)


def expired_sessions() -> Q:
    """Filter for sessions that were ended or expired."""
    return Q(ended_at__isnull=False) | Q(expires_at__lte=clock.now())


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
