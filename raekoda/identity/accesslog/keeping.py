"""What this room keeps of a person: for taking along, and for deletion."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.identity.accesslog import queries
from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons.holdings import Forgotten
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor


def export(person: Person) -> list[dict[str, Any]]:
    """Every look, the newest first."""
    found = list(queries.at_person(person).order_by("-id"))
    return [
        {"at": look.at.isoformat(), "who": look.who, "what": look.what, "why": look.why, "about": look.title}
        for look in queries.shown(found)
    ]


def forget(person: Person, actor: Actor) -> Forgotten:
    """Nothing goes: that somebody looked must stay provable; after the person is forgotten it points at nobody."""
    kept = Look.objects.filter(person=person).count()
    reason = _("Looks at your data stay on record so that they can be checked; they no longer name you.")
    return Forgotten(deleted=0, kept=kept, reason=reason if kept else "", needs_person=False)
