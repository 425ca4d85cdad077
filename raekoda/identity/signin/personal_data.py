"""Export and erasure of sign-ins."""

from __future__ import annotations

from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.signin.models import KeptForm, ProviderSession
from raekoda.identity.signin.queries import attempts_by
from raekoda.platform.core.actor import Actor


def export(person: Person) -> list[dict[str, Any]]:
    """Time, method and level of each sign-in."""
    rows = attempts_by(person.pk).values("created_at", "method", "level")
    return [
        {"at": row["created_at"].isoformat(), "method": row["method"], "level": row["level"]} for row in rows.iterator()
    ]


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete attempts, tokens and pending forms; nothing is retained."""
    KeptForm.objects.filter(person=person).delete()
    ProviderSession.objects.filter(session__person=person).delete()
    gone, _rows = attempts_by(person.pk).delete()
    return ErasureResult(deleted=gone)
