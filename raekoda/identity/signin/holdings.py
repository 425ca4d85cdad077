"""What is kept of sign-ins, for taking along and for deletion."""

from __future__ import annotations

from typing import Any

from raekoda.identity.persons.holdings import Forgotten
from raekoda.identity.persons.models import Person
from raekoda.identity.signin.models import KeptForm, ProviderSession
from raekoda.identity.signin.queries import of_person
from raekoda.platform.core.actor import Actor


def export(person: Person) -> list[dict[str, Any]]:
    """When and by which means the person signed in."""
    rows = of_person(person.pk).values("created_at", "method", "level")
    return [
        {"at": row["created_at"].isoformat(), "method": row["method"], "level": row["level"]} for row in rows.iterator()
    ]


def forget(person: Person, actor: Actor) -> Forgotten:
    """Tokens, tries and kept forms go; nothing of a sign-in has to stay."""
    KeptForm.objects.filter(person=person).delete()
    ProviderSession.objects.filter(session__person=person).delete()
    gone, _rows = of_person(person.pk).delete()
    return Forgotten(deleted=gone)
