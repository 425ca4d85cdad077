"""On the page of a service: what can be booked for it, such as the reception hours of its official."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.registry.services.models import Service, Topic
from raekoda.selfservice.bookings.models import Resource

MOST = 10


def bookable(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """Links to the calendars of the service's resources; nothing on a topic's page."""
    if not isinstance(subject, Service):
        return SafeString("")
    found = list(Resource.objects.filter(service=subject, is_active=True).order_by("order", "pk")[:MOST])
    return render_to_string("bookings/block.html", {"resources": found}, request) if found else SafeString("")
