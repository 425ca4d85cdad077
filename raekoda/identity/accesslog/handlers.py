"""What this room does when something happens below it."""

from __future__ import annotations

from raekoda.identity.accesslog import looks
from raekoda.identity.persons.events import ActedFor
from raekoda.platform.core.events import on


@on(ActedFor)
def write_that_they_were_acted_for(event: ActedFor) -> None:
    """Whoever is represented reads that somebody opened their matters, and by which right."""
    looks.acted_for(event.representation, event.actor)
