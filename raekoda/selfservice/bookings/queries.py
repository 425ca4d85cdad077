"""Queries of bookings; :func:`visible_to` is the access check."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from raekoda.identity.accounts.queries import own_units
from raekoda.identity.persons.access import owned_by
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.tokens import digest
from raekoda.selfservice.bookings.models import LIVE, Booking, CalendarLink, Resource, WaitingEntry
from raekoda.selfservice.bookings.permissions import sees_all

RELATED = ("resource", "resource__municipality", "payment")


def visible_to(actor: Actor) -> QuerySet[Booking]:
    """Bookings of the current municipality that ``actor`` may see: a resident's own; for staff those of their units and
    reception hours, all for administrators and operators; none for others."""
    bookings = Booking.objects.select_related(*RELATED)
    if actor.kind == Kind.RESIDENT:
        return bookings.filter(owned_by(actor), is_block=False)
    if actor.kind == Kind.SYSTEM:
        return bookings
    return bookings.filter(resource__in=managed_by(actor))


def managed_by(actor: Actor) -> QuerySet[Resource]:
    """Resources whose bookings the member of staff manages."""
    resources = Resource.objects.select_related("unit", "municipality")
    if not actor.may("bookings.view"):
        return resources.none()
    if actor.kind == Kind.SYSTEM or sees_all(actor):
        return resources
    return resources.filter(Q(official_id=actor.id) | Q(unit_id__in=own_units(actor)))


def find_guest_booking(token: str) -> Booking | None:
    """The booking of a guest by its token."""
    return Booking.objects.filter(token=token, person__isnull=True, is_block=False).select_related(*RELATED).first()


def find_waiting_entry(token: str) -> WaitingEntry | None:
    return WaitingEntry.objects.filter(token=token).select_related("resource", "booking", "municipality").first()


def bookable_resources() -> QuerySet[Resource]:
    """Active resources, for public pages."""
    return Resource.objects.filter(is_active=True).select_related("unit", "official", "municipality")


def upcoming(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Live bookings that have not ended, the nearest first."""
    return bookings.filter(status__in=LIVE, ends_at__gt=clock.now()).order_by("starts_at", "id")


def find_calendar_link(token: str) -> CalendarLink | None:
    """The calendar link with this token, unless revoked."""
    return (
        CalendarLink.objects.filter(digest=digest(token), revoked_at=None)
        .select_related("person", "holder", "resource", "user", "municipality")
        .first()
    )
