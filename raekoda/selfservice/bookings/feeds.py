"""iCalendar feeds at secret addresses, without a language prefix."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import override
from django.views.decorators.http import require_safe

from raekoda.identity.persons.queries import may_act_for
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.selfservice.bookings import ics, queries
from raekoda.selfservice.bookings.models import LIVE, Booking, CalendarLink

app_name = "bookings_feeds"
PAST = timedelta(days=60)
MAX_ROWS = 1000
PER_MINUTE = 120


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The bookings of a person (for them or their representative), or the times of a resource for a member of staff.
    Raises ``Http404`` when the link is unknown, revoked, or its holder no longer has access."""
    if not allow("bookings.calendar", client_address(request), PER_MINUTE, 60):
        return too_many_requests(request)
    link = queries.find_calendar_link(token)
    if link is None:
        raise Http404
    return _person_calendar(link) if link.person_id else _resource_calendar(link)


def _person_calendar(link: CalendarLink) -> HttpResponse:
    person, holder = link.person, link.holder
    assert person is not None
    if person.forgotten_at is not None or holder is None or not may_act_for(holder, person):
        raise Http404
    rows = queries.visible_to(Actor.resident(person_id=person.pk)).filter(ends_at__gt=clock.now() - PAST)
    with override(person.language or "et"):
        return ics.calendar_response(
            ics.person_calendar(rows.order_by("starts_at")[:MAX_ROWS], link.municipality), "broneeringud.ics"
        )


def _resource_calendar(link: CalendarLink) -> HttpResponse:
    resource, user = link.resource, link.user
    assert resource is not None
    assert user is not None
    if not user.is_active or not Actor.staff(user).may("bookings.view", resource):
        raise Http404
    rows = Booking.objects.filter(resource=resource, status__in=LIVE, ends_at__gt=clock.now() - PAST)
    with override(user.language):
        events = ics.resource_calendar(rows.select_related("municipality").order_by("starts_at")[:MAX_ROWS], resource)
        return ics.calendar_response(events, f"{resource.slug}.ics")


urlpatterns = [path("kalender/<str:token>.ics", calendar, name="calendar")]
