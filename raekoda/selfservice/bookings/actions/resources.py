"""Items of a resource, members of a group."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.selfservice.bookings.access_log import SET_MEMBER
from raekoda.selfservice.bookings.models import Group, GroupMember, Item, Resource


def save_items(resource: Resource, *, actor: Actor) -> None:
    """Activate as many items as the resource has. A surplus item gets no new bookings and retains existing ones."""
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
    """Add a person to the list of a group or change the days; written to the person's access log."""
    actor.require("bookings.configure")
    with transaction.atomic():
        member, _is_new = GroupMember.objects.update_or_create(
            municipality=group.municipality, group=group, person=person,
            defaults={"valid_from": valid_from, "valid_to": valid_to},
        )  # fmt: skip
        record("bookings.set_member", group, actor, member=member.pk)
        log_access(person, actor, SET_MEMBER, purpose=group.name)
    return member
