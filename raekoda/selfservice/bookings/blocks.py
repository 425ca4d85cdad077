"""Block of a service page: bookable resources of the service, such as reception hours."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.registry.services.models import Service, Topic
from raekoda.selfservice.bookings.models import Resource

MAX_ROWS = 10


def bookable(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """Links to the calendars of the service's resources; empty on a topic page."""
    if not isinstance(subject, Service):
        return SafeString("")
    found = list(Resource.objects.filter(service=subject, is_active=True).order_by("order", "pk")[:MAX_ROWS])
    return render_to_string("bookings/block.html", {"resources": found}, request) if found else SafeString("")
