"""Calendars for programs, at secret addresses that are the same in every language."""

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
MOST = 1000
PER_MINUTE = 120


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A person's bookings for them or who acts for them, or the times of a resource for the member of staff whose address
    it is: as long as they may see them."""
    if not allow("bookings.calendar", client_address(request), PER_MINUTE, 60):
        return too_many_requests(request)
    link = queries.link_of(token)
    if link is None:
        raise Http404
    return _of_person(link) if link.person_id else _of_resource(link)


def _of_person(link: CalendarLink) -> HttpResponse:
    person, holder = link.person, link.holder
    assert person is not None
    if person.forgotten_at is not None or holder is None or not may_act_for(holder, person):
        raise Http404
    rows = queries.visible_to(Actor.resident(person_id=person.pk)).filter(ends_at__gt=clock.now() - PAST)
    with override(person.language or "et"):
        return ics.response(ics.own(rows.order_by("starts_at")[:MOST], link.municipality), "broneeringud.ics")


def _of_resource(link: CalendarLink) -> HttpResponse:
    resource, user = link.resource, link.user
    assert resource is not None
    assert user is not None
    if not user.is_active or not Actor.staff(user).may("bookings.view", resource):
        raise Http404
    rows = Booking.objects.filter(resource=resource, status__in=LIVE, ends_at__gt=clock.now() - PAST)
    with override(user.language):
        events = ics.of_resource(rows.select_related("municipality").order_by("starts_at")[:MOST], resource)
        return ics.response(events, f"{resource.slug}.ics")


urlpatterns = [path("kalender/<str:token>.ics", calendar, name="calendar")]
