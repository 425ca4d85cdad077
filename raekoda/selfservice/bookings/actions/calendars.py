"""Secret addresses of calendars: create and revoke."""

from __future__ import annotations

from django.db import transaction

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.tokens import digest, new_token
from raekoda.selfservice.bookings.models import CalendarLink, Resource


def get_calendar_link(*, actor: Actor, person: Person | None = None, resource: Resource | None = None) -> CalendarLink:
    """Get or create the calendar link of ``person`` for the acting resident, or of ``resource`` for the member of staff.
    Concurrent calls return the same link."""
    if resource is not None:
        actor.require("bookings.view", resource)
    user = actor.user if resource is not None else None
    holder = actor.person_id if person is not None else None
    owner = {"person": person, "holder_id": holder, "resource": resource, "user": user, "revoked_at": None}
    with transaction.atomic():
        token = new_token()
        link = CalendarLink(
            municipality=current(), digest=digest(token), token=token, created_at=clock.now(), **owner
        )  # fmt: skip
        CalendarLink.objects.bulk_create([link], ignore_conflicts=True)
        stored = CalendarLink.objects.get(**owner)
        if stored.digest == link.digest:
            record("bookings.make_calendar", stored, actor)
    return stored


def revoke(link: CalendarLink, *, actor: Actor) -> None:
    """Revoke the address. A new one may be created."""
    with transaction.atomic():
        if CalendarLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now()):
            record("bookings.revoke_calendar", link, actor)
