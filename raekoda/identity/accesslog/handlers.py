"""Event handlers."""

from __future__ import annotations

from raekoda.identity.accesslog import access_log
from raekoda.identity.persons.events import ActingStarted
from raekoda.platform.core.events import on


@on(ActingStarted)
def log_acting(event: ActingStarted) -> None:
    """Records for the represented person that a representative started to act for them."""
    access_log.log_representation(event.representation, event.actor)
