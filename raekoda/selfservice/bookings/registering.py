"""What bookings tell a person's own page, their export and deletion, and the tracker of looks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.persons.sections import Row
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.texts import names_of
from raekoda.selfservice.bookings import letters, queries, show
from raekoda.selfservice.bookings.models import LIVE, Booking, CalendarLink, GroupMember, WaitingEntry
from raekoda.selfservice.bookings.models.bookings import Status

LOOK = "bookings.view"


def rows(resident: Resident, limit: int) -> list[Row]:
    """What is to come, the nearest first; then what was last."""
    lines = queries.visible_to(resident.actor).select_related(None).select_related("resource")
    own = lines.only("ref", "starts_at", "ends_at", "status", "hold_until", "needs_word", *names_of("resource"))
    found = list(queries.to_come(own)[:limit])
    if len(found) < limit:
        past = own.filter(ends_at__lte=clock.now()).order_by("-starts_at", "-id")
        found += list(past[: limit - len(found)])
    return [_row(booking) for booking in found]


def export(person: Person) -> list[dict[str, Any]]:
    """Every booking of the person, and what they wait for, as JSON-ready rows."""
    bookings = Booking.objects.filter(person=person).select_related("resource").order_by("id")
    waiting = WaitingEntry.objects.filter(person=person).select_related("resource").order_by("id")
    return [
        {
            "ref": each.ref, "resource": each.resource.name, "starts_at": each.starts_at.isoformat(),
            "ends_at": each.ends_at.isoformat(), "status": each.status, "name": each.name, "email": each.email,
            "phone": each.phone, "topic": each.topic, "way": each.way, "people": each.people,
            "amount": str(each.amount), "deposit": str(each.deposit), "created_at": each.created_at.isoformat(),
        }
        for each in bookings
    ] + [
        {"waits_for": each.resource.name, "starts_at": each.starts_at.isoformat(), "state": each.state, "email": each.email}
        for each in waiting
    ]  # fmt: skip


def forget(person: Person, actor: Actor) -> ErasureResult:
    """What is over loses what was written of the person; what is to come stays until it is over or cancelled."""
    waits = WaitingEntry.objects.filter(person=person).exclude(state=WaitingEntry.State.OFFERED)
    letters.forget_waiting(waits)
    waiting = waits.delete()[0]
    links = CalendarLink.objects.filter(Q(person=person) | Q(holder=person)).delete()[0]
    lists = GroupMember.objects.filter(person=person).delete()[0]
    own = Booking.objects.filter(person=person)
    to_come = own.filter(status__in=LIVE, ends_at__gt=clock.now())
    over = own.exclude(pk__in=to_come.values("pk")).exclude(name="", email="", phone="", topic="")
    letters.forget(over.values_list("pk", flat=True))
    cleared = over.update(name="", email="", phone="", topic="", note="")
    kept = to_come.count()
    last = to_come.order_by("-ends_at").values_list("ends_at", flat=True).first()
    return ErasureResult(
        waiting + links + lists + cleared, kept, str(_("Bookings to come: cancel them first.")) if kept else "",
        clock.local_day(last) if last else None,
    )  # fmt: skip


def _row(booking: Booking) -> Row:
    waits = booking.status == Status.HELD
    return Row(
        title=f"{booking.resource.name}, {show.when(booking.starts_at, booking.ends_at)}",
        url=reverse("bookings_own:booking", args=[booking.ref]), status=show.state_words(booking),
        when=booking.starts_at, due=clock.local_day(booking.hold_until) if waits and booking.hold_until else None,
        needs_action=waits,
    )  # fmt: skip
