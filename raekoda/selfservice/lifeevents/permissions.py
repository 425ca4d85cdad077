"""Permissions of life events."""

from __future__ import annotations

from typing import Any

import rules

from raekoda.identity.accounts.rules import is_writer
from raekoda.platform.core.actor import Actor


@rules.predicate
def may_change(actor: Actor, event: Any) -> bool:
    """A municipality's writers change its own; what all municipalities show is the platform operator's."""
    if event is None or event.municipality_id is not None:
        return True
    return bool(getattr(actor.user, "is_superuser", False))


rules.add_perm("lifeevents.write", is_writer & may_change)
