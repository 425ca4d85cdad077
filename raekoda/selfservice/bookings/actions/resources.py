"""Items of a resource, members of a group."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.selfservice.bookings.models import Group, GroupMember, Item, Resource

LOOK = "bookings.set_member"


def save_items(resource: Resource, *, actor: Actor) -> None:
    """As many items in use as the resource has; one that is too many takes no new bookings, those it has stay."""
    with transaction.atomic():
        Item.objects.bulk_create(
            [
                Item(municipality_id=resource.municipality_id, resource=resource, number=number)
                for number in range(1, resource.quantity + 1)
            ],
            ignore_conflicts=True,
        )
        resource.items.filter(number__lte=resource.quantity, is_active=False).update(is_active=True)
        resource.items.filter(number__gt=resource.quantity, is_active=True).update(is_active=False)
        record("bookings.save_resource", resource, actor, quantity=resource.quantity, is_active=resource.is_active)


def set_member(
    group: Group, person: Person, *, actor: Actor, valid_from: date, valid_to: date | None = None
) -> GroupMember:
    """Put a person on the list of a group, or change the days; a look at the person, written for them."""
    actor.must("bookings.configure")
    with transaction.atomic():
        member, _is_new = GroupMember.objects.update_or_create(
            municipality=group.municipality, group=group, person=person,
            defaults={"valid_from": valid_from, "valid_to": valid_to},
        )  # fmt: skip
        record("bookings.set_member", group, actor, member=member.pk)
        log_access(person, actor, LOOK, purpose=group.name)
    return member
