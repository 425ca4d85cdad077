"""Pages of a guest's booking, by the token of the link in the letter."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from raekoda.platform.core.actor import Actor
from raekoda.selfservice.bookings import queries
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.site.pages import Pages


def find(request: HttpRequest, key: str) -> Booking:
    """The booking with this token. Raises ``Http404`` for an unknown token and for bookings of signed-in persons."""
    booking = queries.find_guest_booking(key)
    if booking is None:
        raise Http404
    return booking


pages = Pages(
    namespace="bookings", name="guest", find=find, key=lambda booking: booking.token,
    actor=lambda request: Actor.resident(getattr(request, "request_id", "")), guard=lambda view: view,
)  # fmt: skip
urlpatterns = pages.urls("broneering/")
