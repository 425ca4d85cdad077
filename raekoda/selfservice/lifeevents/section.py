"""The section of saved lists on a resident's own page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, ngettext

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.sections import Row
from raekoda.registry.services.texts import written
from raekoda.selfservice.lifeevents import queries


def rows(resident: Resident, limit: int) -> list[Row]:
    """The newest lists with their progress."""
    language = get_language() or "et"
    paths = queries.saved_paths(resident.actor).order_by("-saved_at", "-pk")[:limit]
    return [
        Row(
            title=str(written(path.event, "title", language)),
            url=reverse("lifeevents:plan", args=[path.event.slug]),
            status=ngettext("%(done)d of %(steps)d done", "%(done)d of %(steps)d done", path.steps)
            % {"done": path.done, "steps": path.steps},
            when=path.saved_at,
        )
        for path in paths
    ]
