"""What the roles of a municipality allow: changed within bounds, some of it by two administrators."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.accounts.capabilities import (
    CHANGEABLE,
    CONTENT,
    DEFAULT_CAPABILITIES,
    NEEDS_SECOND_PERSON,
    Capability,
)
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.models import RightsChange, Role, RoleSetting
from raekoda.identity.accounts.proposals import lock_rights, propose
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


def changeable_capabilities(role: str) -> frozenset[str]:
    """What an administrator may give to ``role`` or take from it: nothing of content to those who administer."""
    if Capability.ADMINISTER in DEFAULT_CAPABILITIES[role]:
        return frozenset(CHANGEABLE) - CONTENT
    return frozenset(CHANGEABLE)


@transaction.atomic
def set_role(role: str, capabilities: Collection[str], *, actor: Actor) -> RightsChange | None:
    """Give ``role`` of its changeable capabilities exactly ``capabilities``; the fixed ones stay.

    What another administrator has to confirm waits, as the returned change; all else applies at once. Raises
    ``PermissionDenied``; :class:`AccountError` for a capability out of bounds, for more rights to a role that the actor
    holds, and when nobody could confirm.
    """
    actor.require("people.manage")
    if role not in Role.values or not set(capabilities) <= changeable_capabilities(role):
        raise AccountError(_("A role either administers or reads cases, never both."))
    lock_rights()
    before = stored_capabilities(role)
    wanted = frozenset(capabilities) | (before - changeable_capabilities(role))
    waiting = waiting_capabilities(role)
    added = wanted - before - waiting
    if added and actor.is_staff and role in rights_of(actor).roles:
        raise AccountError(_("You hold this role yourself: another administrator gives it more rights."))
    later = added & NEEDS_SECOND_PERSON if actor.is_staff else frozenset()
    store_capabilities(role, (wanted - later - waiting) | (wanted & before), actor=actor)
    return propose(actor=actor, role=role, values={"capabilities": sorted(later)}) if later else None


def reset_role(role: str, *, actor: Actor) -> RightsChange | None:
    """Give ``role`` what it has by default. Returns and raises what :func:`set_role` does."""
    return set_role(role, DEFAULT_CAPABILITIES[role] & changeable_capabilities(role), actor=actor)


def stored_capabilities(role: str) -> frozenset[str]:
    """What ``role`` allows in the current municipality, read from the database."""
    setting = RoleSetting.objects.filter(role=role).first()
    return frozenset(setting.capabilities) if setting else frozenset(DEFAULT_CAPABILITIES[role])


def store_capabilities(role: str, capabilities: frozenset[str], *, actor: Actor) -> None:
    """Write what ``role`` allows, with before and after in the journal; nothing when it is the same."""
    before = stored_capabilities(role)
    if capabilities == before:
        return
    setting = RoleSetting.objects.filter(role=role).first() or RoleSetting(municipality=current(), role=role)
    setting.capabilities = sorted(capabilities)
    setting.save()
    journal.record(
        "people.change_role", setting, actor, role=role, before=sorted(before), after=sorted(capabilities)
    )  # fmt: skip


def waiting_capabilities(role: str) -> frozenset[str]:
    """Capabilities of ``role`` that wait for a second administrator."""
    waiting = RightsChange.objects.filter(role=role, user=None, state=RightsChange.State.WAITING)
    return frozenset(each for values in waiting.values_list("values", flat=True) for each in values["capabilities"])
