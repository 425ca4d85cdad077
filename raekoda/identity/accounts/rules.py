"""Roles as predicates (``rules``), evaluated for the actor in the current municipality."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current

WORKERS = frozenset({Role.OPERATOR, Role.OFFICIAL, Role.SERVICE_OWNER, Role.ADMINISTRATOR})
WRITERS = frozenset({Role.EDITOR, Role.SERVICE_OWNER, Role.ADMINISTRATOR})
OFFICIALS = frozenset({Role.OFFICIAL, Role.SERVICE_OWNER, Role.ADMINISTRATOR})


def get_roles(actor: Actor) -> frozenset[str]:
    """Roles of the actor in the current municipality; cached on the user object by municipality."""
    user = actor.user
    if not actor.is_staff or user is None:
        return frozenset()
    cached: dict[int, frozenset[str]] = user.__dict__.setdefault("_roles_by_municipality", {})
    municipality = current()
    if municipality.pk not in cached:
        held = user.memberships.filter(municipality=municipality).values_list("role", flat=True)  # type: ignore[attr-defined]
        cached[municipality.pk] = frozenset(held)
    return cached[municipality.pk]


def holds(roles: frozenset[str]) -> rules.predicates.Predicate:
    """Predicate: the actor has one of ``roles`` in the current municipality or is a superuser."""

    @rules.predicate
    def predicate(actor: Actor) -> bool:
        if actor.user is not None and getattr(actor.user, "is_superuser", False):
            return True
        return bool(get_roles(actor) & roles)

    return predicate


is_worker = holds(WORKERS)
is_official = holds(OFFICIALS)
is_writer = holds(WRITERS)
is_administrator = holds(frozenset({Role.ADMINISTRATOR}))
is_member = holds(frozenset(Role.values))
