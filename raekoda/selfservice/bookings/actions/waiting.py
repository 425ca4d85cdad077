"""The waiting list: freed times are offered in order; an offer is a booking held until its deadline."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.selfservice.bookings import availability
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings.actions import allocation
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.events import BookingChanged, WaitingJoined
from raekoda.selfservice.bookings.models import Booking, Resource, WaitingEntry
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.rules import Span

MAX_ENTRIES_PER_PERSON = 10
MAX_CANDIDATES = 50
State = WaitingEntry.State


def join(resource: Resource, span: Span, *, booker: Booker, actor: Actor, topic: str = "") -> WaitingEntry:
    """Join the waiting list of an occupied time. Raises :class:`BookingError` when the time is free, cannot be booked, or the
    booker already waits for it."""
    if not bookers.may_book(resource, booker.person) or not resource.is_active:
        raise BookingError(_("You are not among those who may book this."))
    allocation.require_bookable(resource, span)
    if availability.find_free_items(resource, span):
        raise BookingError(_("This time is free: book it."))
    entry = WaitingEntry(
        municipality=resource.municipality, resource=resource, starts_at=span.start, ends_at=span.end,
        person=booker.person, name=booker.name[:160], email=booker.email.lower(), language=booker.language,
        topic=topic[:1000], created_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        waits = WaitingEntry.objects.filter(
            email=entry.email, state__in=(State.WAITING, State.OFFERED), starts_at__gt=clock.now()
        )
        if waits.count() >= MAX_ENTRIES_PER_PERSON:
            raise BookingError(
                _("You are on %(most)s waiting lists; leave one first.") % {"most": MAX_ENTRIES_PER_PERSON}
            )
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError as error:
            raise BookingError(_("You are on the waiting list for this time already.")) from error
        record("bookings.wait", entry, actor, resource=resource.pk)
        emit(WaitingJoined(entry))
    return entry


def leave(entry: WaitingEntry, *, actor: Actor) -> WaitingEntry:
    """Leave the waiting list. An open offer is cancelled and passes to the next entry. Raises :class:`BookingError`."""
    from raekoda.selfservice.bookings.actions.lifecycle import cancel

    with transaction.atomic():
        entry.refresh_from_db()
        if entry.booking is not None:
            allocation.lock(entry.booking)
        entry.refresh_from_db(from_queryset=WaitingEntry.objects.select_for_update(of=("self",)))
        if entry.state not in (State.WAITING, State.OFFERED):
            return entry
        offer = entry.booking if entry.state == State.OFFERED else None
        entry.state = State.LEFT
        entry.save(update_fields=["state"])
        record("bookings.leave_waiting", entry, actor)
        if offer is not None:
            cancel(offer, actor=actor)
    return entry


def offer_next(resource: Resource, freed: Span) -> None:
    """Offer the freed time, or parts of it, to the first waiting entries whose bookers are below their limit; inside the
    caller's transaction."""
    soonest = clock.now() + timedelta(minutes=resource.lead_minutes)
    waiting = WaitingEntry.objects.filter(
        resource=resource, state=State.WAITING, starts_at__lt=freed.end, ends_at__gt=freed.start,
        starts_at__gt=soonest,
    ).select_for_update(skip_locked=True, of=("self",))  # fmt: skip
    for entry in waiting.order_by("id")[:MAX_CANDIDATES]:
        try:
            booking = _hold_for(resource, entry)
        except BookingError:
            continue
        entry.state, entry.booking = State.OFFERED, booking
        entry.save(update_fields=["state", "booking"])
        record("bookings.offer", booking, Actor.system(), entry=entry.pk)
        emit(BookingChanged(booking, "offered", Actor.system()))


def close_offer(booking: Booking) -> None:
    """Close the waiting list entry whose offer ``booking`` expired or was cancelled."""
    WaitingEntry.objects.filter(booking=booking, state=State.OFFERED).update(state=State.LEFT)


def _hold_for(resource: Resource, entry: WaitingEntry) -> Booking:
    span = Span(entry.starts_at, entry.ends_at)
    allocation.require_below_limit(resource, Booker(entry.email, person=entry.person), is_locked=False)
    price = bookers.quote(resource, span, entry.person)
    latest = entry.starts_at - timedelta(minutes=resource.lead_minutes)
    return allocation.allocate(
        resource, span, person=entry.person, name=entry.name, email=entry.email, language=entry.language,
        topic=entry.topic, group_id=price.group, amount=price.amount, deposit=price.deposit, needs_word=True,
        needs_approval=resource.needs_approval, needs_payment=price.total > 0, status=Status.HELD,
        hold_until=min(clock.now() + timedelta(hours=resource.offer_hours), latest),
    )  # fmt: skip
