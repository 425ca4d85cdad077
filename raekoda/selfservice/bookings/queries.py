"""Reads of bookings, behind one gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.identity.accounts.queries import own_units
from raekoda.identity.persons.access import owned_by
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tokens import digest
from raekoda.selfservice.bookings.models import LIVE, Booking, CalendarLink, Resource, WaitingEntry
from raekoda.selfservice.bookings.permissions import sees_all

SHOWN = ("resource", "resource__municipality", "payment")


def visible_to(actor: Actor) -> QuerySet[Booking]:
    """Bookings of the open municipality: a resident's own; of staff those of their units and reception hours, all for
    administrators and operators; none for others."""
    bookings = Booking.objects.select_related(*SHOWN)
    if actor.kind == Kind.RESIDENT:
        return bookings.filter(owned_by(actor), is_block=False)
    if actor.kind == Kind.SYSTEM:
        return bookings
    return bookings.filter(resource__in=managed_by(actor))


def managed_by(actor: Actor) -> QuerySet[Resource]:
    """Resources whose bookings the member of staff sees and changes."""
    resources = Resource.objects.select_related("unit", "municipality")
    if not actor.may("bookings.view"):
        return resources.none()
    if actor.kind == Kind.SYSTEM or sees_all(actor):
        return resources
    return resources.filter(Q(official_id=actor.id) | Q(unit_id__in=own_units(actor)))


def of_guest(token: str) -> Booking | None:
    """The booking of a guest, by the token of the link in their hand."""
    return Booking.objects.filter(token=token, person__isnull=True, is_block=False).select_related(*SHOWN).first()


def entry_of(token: str) -> WaitingEntry | None:
    return WaitingEntry.objects.filter(token=token).select_related("resource", "booking", "municipality").first()


def public() -> QuerySet[Resource]:
    """What can be booked, as everybody sees it."""
    return Resource.objects.filter(is_active=True).select_related("unit", "official", "municipality")


def to_come(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Those that are to come, the nearest first."""
    return bookings.filter(status__in=LIVE, ends_at__gt=clock.now()).order_by("starts_at", "id")


def link_of(token: str) -> CalendarLink | None:
    """The secret address that answers to ``token``."""
    return (
        CalendarLink.objects.filter(digest=digest(token), revoked_at=None)
        .select_related("person", "holder", "resource", "user", "municipality")
        .first()
    )
