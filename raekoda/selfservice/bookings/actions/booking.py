"""Booking: the time is allocated immediately; confirmation by the booker, approval and payment follow."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.registry.payments import actions as payments
from raekoda.selfservice.bookings import addresses, rules
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings.actions import allocation
from raekoda.selfservice.bookings.actions.allocation import lock, save_changes
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.events import BookingChanged
from raekoda.selfservice.bookings.models import Booking, Resource, WaitingEntry
from raekoda.selfservice.bookings.models.bookings import Status
from raekoda.selfservice.bookings.models.resources import Kind
from raekoda.selfservice.bookings.rules import Span

CONFIRM_WITHIN = timedelta(hours=1)
LANGUAGES = ("et", "en", "ru")
MAX_TOPIC_LENGTH = 1000


def book(
    resource: Resource,
    span: Span,
    *,
    booker: Booker,
    actor: Actor,
    topic: str = "",
    way: str = "",
    people: int | None = None,
) -> Booking:
    """Book ``span`` of ``resource`` for ``booker``.

    Raises :class:`BookingError`, :class:`TimeTaken` when the time is occupied; nothing is stored then.
    """
    _validate(resource, booker, topic, way, people)
    with transaction.atomic():
        allocation.require_bookable(resource, span)
        allocation.require_below_limit(resource, booker)
        price = bookers.quote(resource, span, booker.person)
        needs_word = booker.person is None
        needs = {"needs_approval": resource.needs_approval, "needs_payment": price.total > 0}
        booking = allocation.allocate(
            resource, span, person=booker.person, name=booker.name[:160], email=booker.email,
            phone=booker.phone[:40], language=booker.language if booker.language in LANGUAGES else "et",
            topic=topic[:MAX_TOPIC_LENGTH], way=way, people=people, group_id=price.group, amount=price.amount,
            deposit=price.deposit, needs_word=needs_word, **needs,
            status=Status(rules.next_status(needs_word=needs_word, **needs)),
            hold_until=min(clock.now() + _hold_duration(resource, needs_word=needs_word), span.end),
        )  # fmt: skip
        record("bookings.book", booking, actor, resource=resource.pk)
        _announce_status(booking, actor)
    return booking


def confirm(booking: Booking, *, actor: Actor) -> Booking:
    """Confirmation by the booker: a guest verifies the e-mail address or accepts an offer. Raises :class:`BookingError`."""
    with transaction.atomic():
        lock(booking)
        if not booking.needs_word and booking.is_live:
            return booking
        if booking.status != Status.HELD or booking.hold_until is None or booking.hold_until <= clock.now():
            raise BookingError(_("The time was held until its deadline and is free for others again. Book it anew."))
        WaitingEntry.objects.filter(booking=booking, state=WaitingEntry.State.OFFERED).update(
            state=WaitingEntry.State.TAKEN
        )
        booking.needs_word = False
        record("bookings.confirm", booking, actor)
        advance(booking, actor=actor)
    return booking


def advance(booking: Booking, *, actor: Actor, hold: timedelta | None = None) -> None:
    """Move the booking to its next status, inside the caller's transaction; ``hold`` is the time allowed for payment."""
    status = rules.next_status(
        needs_word=booking.needs_word, needs_approval=booking.needs_approval, needs_payment=booking.needs_payment
    )
    wait = hold or _hold_duration(booking.resource, needs_word=False)
    save_changes(
        booking, status=Status(status), hold_until=min(clock.now() + wait, booking.ends_at),
        needs_word=booking.needs_word, needs_approval=booking.needs_approval, needs_payment=booking.needs_payment,
    )  # fmt: skip
    _announce_status(booking, actor)


def _announce_status(booking: Booking, actor: Actor) -> None:
    if booking.status == Status.HELD and not booking.needs_word:
        _request_payment(booking, actor)
    emit(BookingChanged(booking, booking.status, actor))


def _request_payment(booking: Booking, actor: Actor) -> None:
    booking.payment = payments.request_payment(
        person=booking.person, key=f"booking:{booking.ref}:{booking.sequence}", amount=booking.to_pay,
        description=_payment_description(booking), subject=booking, due_on=clock.local_day(booking.hold_until or clock.now()),
        back_path=addresses.path(booking, booking.language), actor=actor,
    )  # fmt: skip
    booking.save(update_fields=["payment"])


def _payment_description(booking: Booking) -> dict[str, str]:
    """Description of the payment by language: the resource and its day."""
    day = clock.local_day(booking.starts_at)
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = f"{booking.resource.name}, {day:%d.%m.%Y}"
    return texts


def _hold_duration(resource: Resource, *, needs_word: bool) -> timedelta:
    return CONFIRM_WITHIN if needs_word else timedelta(minutes=resource.hold_minutes)


def _validate(resource: Resource, booker: Booker, topic: str, way: str, people: int | None) -> None:
    """Raises :class:`BookingError` when the booker may not book or the values are missing or invalid."""
    if not resource.is_active:
        raise BookingError(_("This cannot be booked now."))
    if not bookers.may_book(resource, booker.person):
        raise BookingError(_("You are not among those who may book this."))
    try:
        validate_email(booker.email)
    except ValidationError as error:
        raise BookingError(_("Write an e-mail address: the confirmation goes there."), "email") from error
    if resource.asks_topic and not topic.strip():
        raise BookingError(_("Write in a few words what it is about."), "topic")
    if resource.kind == Kind.OFFICIAL and resource.ways and way not in resource.ways:
        raise BookingError(_("Choose how you meet."), "way")
    if way == "phone" and not booker.phone.strip():
        raise BookingError(_("Write the number at which the official calls you."), "phone")
    if people and resource.capacity and people > resource.capacity:
        raise BookingError(_("There is room for %(most)s people.") % {"most": resource.capacity}, "people")
