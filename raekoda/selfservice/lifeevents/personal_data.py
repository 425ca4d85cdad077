"""Export and erasure of saved lists."""

from __future__ import annotations

from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.lifeevents.models import SavedPath


def export(person: Person) -> list[dict[str, Any]]:
    """Saved lists of ``person`` as JSON-serialisable rows."""
    paths = SavedPath.objects.filter(person=person).select_related("event")
    return [
        {"life_event": path.event.title, "saved_at": path.saved_at.isoformat(), **path.data}
        for path in paths.order_by("pk")
    ]


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete all saved lists."""
    deleted, _by_model = SavedPath.objects.filter(person=person).delete()
    return ErasureResult(deleted)
