"""The page of a guest, who holds the link of the letter."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from raekoda.platform.core.actor import Actor
from raekoda.selfservice.bookings import queries
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.site.pages import Pages


def find(request: HttpRequest, key: str) -> Booking:
    """Raises ``Http404``: unknown here, or the booking of a person, who signs in to see it."""
    booking = queries.of_guest(key)
    if booking is None:
        raise Http404
    return booking


pages = Pages(
    namespace="bookings", name="guest", find=find, key=lambda booking: booking.token,
    actor=lambda request: Actor.resident(getattr(request, "request_id", "")), guard=lambda view: view,
)  # fmt: skip
urlpatterns = pages.urls("broneering/")
