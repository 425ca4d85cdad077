"""Export and erasure of the access log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.identity.accesslog import presenters, queries
from raekoda.identity.accesslog.access_log import shown_to_person
from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.platform.core.actor import Actor


def export(person: Person) -> list[dict[str, Any]]:
    """All entries but those about withheld records, newest first."""
    found = list(shown_to_person(queries.entries_for_person(person)).order_by("-id"))
    return [
        {"at": entry.at.isoformat(), "who": entry.who, "what": entry.what, "why": entry.why, "about": entry.title}
        for entry in presenters.present_entries(found)
    ]


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete nothing: access must stay provable. Entries no longer identify the person once they are erased."""
    retained = Look.objects.filter(person=person).count()
    reason = _("Looks at your data stay on record so that they can be checked; they no longer name you.")
    return ErasureResult(deleted=0, retained=retained, reason=reason if retained else "", needs_person=False)
