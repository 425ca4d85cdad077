"""What is somebody's in the town: words, codes and links that no page for all may hold."""

from __future__ import annotations

from collections.abc import Iterator

from raekoda.casework.cases.models import Attachment, Case, Message
from raekoda.casework.letters.models import Letter
from raekoda.channels.calls.models import Call
from raekoda.channels.mailbox.models import Mail
from raekoda.channels.notices.models import Subscriber
from raekoda.identity.accounts.models import Contact
from raekoda.identity.persons.models import Person
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.applications.models import Application, Draft
from raekoda.selfservice.bookings.models import Booking
from raekoda.tools.demo.applications import ACCOUNT


def secrets() -> Iterator[str]:
    """Every one of them; some are empty or too short to tell anything."""
    yield ACCOUNT
    for person in Person.objects.all():
        yield from (person.code, person.email, person.phone)
    for contact in Contact.objects.all():
        yield from (contact.name, contact.email, contact.phone)
    for case in Case.objects.all():
        yield case.token
        if not case.is_public:
            yield from (case.number, case.ref)
    for text in Message.objects.filter(case__is_public=False).values_list("text", flat=True):
        yield text[:60]
    for booking in Booking.objects.all():
        yield from (booking.ref, booking.token, booking.name, booking.email, booking.phone, booking.topic)
    for number, key in Call.objects.values_list("number", "number_key"):
        yield from (number, key)
    for kind in (Application, Draft):
        yield from kind.objects.values_list("ref", flat=True)
    for sender, subject, ref in Mail.objects.values_list("sender", "subject", "ref"):
        yield from (sender, subject, ref)
    for email, token in Subscriber.objects.values_list("email", "token"):
        yield from (email, token)
    for ref, token in Payment.objects.values_list("ref", "token"):
        yield from (ref, token)
    yield from Letter.objects.values_list("token", flat=True)
    yield from Attachment.objects.filter(is_public=False).values_list("ref", flat=True)
