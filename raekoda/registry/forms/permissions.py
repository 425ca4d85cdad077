"""Permissions of forms: editors and administrators design all of them, service owners those of their unit."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rights import rights_of
from raekoda.identity.accounts.rules import is_official, is_publisher
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.registry.forms.models import Form
from raekoda.registry.services.models import Service


@rules.predicate
def is_here(actor: Actor, subject: Form | Service | None) -> bool:
    """The subject belongs to the current municipality."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def owns_service(actor: Actor, subject: Form | Service | None) -> bool:
    """A service owner of the unit that owns the service, or the service's named owner; any of them without a service."""
    if Role.SERVICE_OWNER not in rights_of(actor).roles or actor.user is None:
        return False
    service = subject.service if isinstance(subject, Form) else subject
    if service is None or service.owner_id == actor.user.pk:
        return True
    if service.unit_id is None:
        return True
    return actor.user.memberships.filter(  # type: ignore[attr-defined]
        municipality=current(), role=Role.SERVICE_OWNER, unit_id=service.unit_id
    ).exists()


designs = (is_publisher | owns_service) & is_here

rules.add_perm("forms.view", (is_official | is_publisher) & is_here)
rules.add_perm("forms.design", designs)
rules.add_perm("forms.publish", designs)
rules.add_perm("forms.design_all", is_publisher)
