"""Capabilities as predicates (``rules``), evaluated for the actor in the current municipality."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core.actor import Actor


def can(*capabilities: str) -> rules.predicates.Predicate:
    """Predicate: a membership of the actor in the current municipality has one of ``capabilities``."""
    wanted = frozenset(capabilities)

    @rules.predicate
    def predicate(actor: Actor) -> bool:
        return bool(rights_of(actor).capabilities & wanted)

    return predicate


@rules.predicate
def is_member(actor: Actor) -> bool:
    """Works in the current municipality, or runs the installation."""
    rights = rights_of(actor)
    return bool(rights.grants or rights.extra)


is_worker = can(Capability.FRONT_DESK, Capability.HANDLE)
is_official = can(Capability.HANDLE)
is_writer = can(Capability.WRITE)
is_publisher = can(Capability.PUBLISH)
configures = can(Capability.CONFIGURE)
is_administrator = can(Capability.ADMINISTER)
