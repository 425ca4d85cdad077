"""What the same person answered before, for questions of new forms: source "earlier.<field>"."""

from __future__ import annotations

from typing import Any

from raekoda.applications.models import Application
from raekoda.forms import prefill
from raekoda.persons.models import Person

LOOKED_BACK = 10


def register() -> None:
    prefill.register("earlier.", earlier)


def earlier(person: Person, field: str) -> Any:
    """What ``person`` answered to ``field`` in the newest of their last applications that has an answer; ``None`` if none has."""
    sent = Application.objects.filter(applicant=person, forgotten_at=None).order_by("-id")
    return next((answer for each in sent[:LOOKED_BACK] if (answer := each.data.get(field)) not in (None, "", [])), None)
