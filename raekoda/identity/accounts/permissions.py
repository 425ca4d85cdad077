"""Permissions for members, units and deliveries, by role."""

from __future__ import annotations

import rules

from raekoda.identity.accounts import queries
from raekoda.identity.accounts.models import User
from raekoda.identity.accounts.rules import is_administrator, is_member, is_official, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.subjects import of_readable_subjects
from raekoda.platform.core.tenancy import current
from raekoda.platform.deliveries.models import Delivery


@rules.predicate
def is_of_this_municipality(actor: Actor, delivery: Delivery | None) -> bool:
    """The delivery belongs to the current municipality."""
    return delivery is None or delivery.municipality_id == current().pk


@rules.predicate
def is_own(actor: Actor, user: User | None) -> bool:
    """About the actor's own account."""
    return user is None or user.pk == actor.id


@rules.predicate
def leads(actor: Actor, user: User | None) -> bool:
    """The actor is the head of a unit in which the user works."""
    return user is not None and queries.led_by(actor).filter(pk=user.pk).exists()


rules.add_perm("people.enter", is_member)
rules.add_perm("people.manage", is_administrator)
rules.add_perm("people.set_absence", is_member & (is_own | is_administrator | leads))


@rules.predicate
def reads_subject(actor: Actor, delivery: Delivery | None) -> bool:
    """The actor may read what the delivery is about."""
    return delivery is None or Delivery.objects.filter(of_readable_subjects(actor), pk=delivery.pk).exists()


rules.add_perm("deliveries.view", (is_worker | is_administrator) & is_of_this_municipality & reads_subject)
rules.add_perm("deliveries.retry", (is_official | is_administrator) & is_of_this_municipality & reads_subject)
