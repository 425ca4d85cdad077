"""Secret addresses of calendars: made, shown again to their owner, taken back."""

from __future__ import annotations

from django.db import transaction

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.tokens import digest, new_token
from raekoda.selfservice.bookings.models import CalendarLink, Resource


def link_of(*, actor: Actor, person: Person | None = None, resource: Resource | None = None) -> CalendarLink:
    """The secret address of a person's own calendar for who acts (``by``), or of a resource's for the member of staff;
    made when there is none. Two at once get the same."""
    if resource is not None:
        actor.must("bookings.view", resource)
    user = actor.user if resource is not None else None
    holder = actor.person_id if person is not None else None
    wanted = {"person": person, "holder_id": holder, "resource": resource, "user": user, "revoked_at": None}
    with transaction.atomic():
        token = new_token()
        link = CalendarLink(
            municipality=current(), digest=digest(token), token=token, created_at=clock.now(), **wanted
        )  # fmt: skip
        CalendarLink.objects.bulk_create([link], ignore_conflicts=True)
        kept = CalendarLink.objects.get(**wanted)
        if kept.digest == link.digest:
            record("bookings.make_calendar", kept, actor)
    return kept


def revoke(link: CalendarLink, *, actor: Actor) -> None:
    """The address answers no more. A new one may be made."""
    with transaction.atomic():
        if CalendarLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now()):
            record("bookings.revoke_calendar", link, actor)
