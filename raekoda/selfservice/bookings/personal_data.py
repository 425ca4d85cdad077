"""Export and erasure of the personal data in bookings."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.bookings import letters
from raekoda.selfservice.bookings.models import LIVE, Booking, CalendarLink, GroupMember, WaitingEntry


def export(person: Person) -> list[dict[str, Any]]:
    """Bookings and waiting list entries of ``person`` as JSON-serialisable rows."""
    bookings = Booking.objects.filter(person=person).select_related("resource").order_by("id")
    waiting = WaitingEntry.objects.filter(person=person).select_related("resource").order_by("id")
    return [
        {
            "ref": booking.ref, "resource": booking.resource.name, "starts_at": booking.starts_at.isoformat(),
            "ends_at": booking.ends_at.isoformat(), "status": booking.status, "name": booking.name, "email": booking.email,
            "phone": booking.phone, "topic": booking.topic, "way": booking.way, "people": booking.people,
            "amount": str(booking.amount), "deposit": str(booking.deposit), "created_at": booking.created_at.isoformat(),
        }
        for booking in bookings
    ] + [
        {"waits_for": entry.resource.name, "starts_at": entry.starts_at.isoformat(), "state": entry.state, "email": entry.email}
        for entry in waiting
    ]  # fmt: skip


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Erase the person from finished bookings, waiting lists, groups and calendars; upcoming bookings are retained until they
    finish or are cancelled."""
    waits = WaitingEntry.objects.filter(person=person).exclude(state=WaitingEntry.State.OFFERED)
    letters.erase_waiting(waits)
    waiting = waits.delete()[0]
    links = CalendarLink.objects.filter(Q(person=person) | Q(holder=person)).delete()[0]
    lists = GroupMember.objects.filter(person=person).delete()[0]
    own = Booking.objects.filter(person=person)
    upcoming = own.filter(status__in=LIVE, ends_at__gt=clock.now())
    finished = own.exclude(pk__in=upcoming.values("pk")).exclude(name="", email="", phone="", topic="")
    letters.erase(finished.values_list("pk", flat=True))
    cleared = finished.update(name="", email="", phone="", topic="", note="")
    retained = upcoming.count()
    last = upcoming.order_by("-ends_at").values_list("ends_at", flat=True).first()
    return ErasureResult(
        waiting + links + lists + cleared, retained, str(_("Bookings to come: cancel them first.")) if retained else "",
        clock.local_day(last) if last else None,
    )  # fmt: skip
