"""A resident's bookings under /iseteenindus/: list, detail, secret calendar address."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.identity.persons.access import Resident, get_resident, owned_by, resident_page
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.selfservice.bookings import actions, addresses, presenters, queries
from raekoda.selfservice.bookings.models import Booking, CalendarLink, WaitingEntry
from raekoda.selfservice.bookings.site.pages import Pages

app_name = "bookings_own"
PAGE = 20
MAX_UPCOMING = 50


@require_safe
@resident_page
def bookings(request: HttpRequest) -> HttpResponse:
    """Upcoming and past bookings, waiting list entries, the calendar address."""
    resident = _resident(request)
    rows = queries.visible_to(resident.actor)
    upcoming = [presenters.annotate(booking) for booking in queries.upcoming(rows)[:MAX_UPCOMING]]
    page = keyset(rows.exclude(pk__in=[booking.pk for booking in upcoming]), request, order=("-id",), size=PAGE)
    for row in page.items:
        presenters.annotate(row)
    waits = WaitingEntry.objects.filter(
        owned_by(resident.actor), state__in=("waiting", "offered"), starts_at__gt=clock.now()
    )
    link = _links(resident).select_related("municipality").first()
    context = {
        "upcoming": upcoming,
        "page": page,
        "waiting": [
            {"entry": entry, "when": presenters.format_when(entry.starts_at, entry.ends_at)}
            for entry in waits.select_related("resource").order_by("starts_at")
        ],
        "calendar_url": addresses.calendar_url(link) if link else "",
    }
    return render(request, "bookings/own.html", context)


@require_POST
@resident_page
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Create or revoke the secret calendar address."""
    resident = _resident(request)
    if "revoke" in request.POST:
        for link in _links(resident):
            actions.revoke(link, actor=resident.actor)
        messages.success(request, _("The address of the calendar answers no more."))
    else:
        actions.get_calendar_link(actor=resident.actor, person=resident.subject)
        messages.success(request, _("The address of your calendar is below."))
    return redirect("bookings_own:list")


def find(request: HttpRequest, key: str) -> Booking:
    """The resident's booking, also when the user is signed in as staff too. Raises ``Http404``."""
    return get_object_or_404(queries.visible_to(_actor(request)).select_related("item"), ref=key)


def _links(resident: Resident) -> QuerySet[CalendarLink]:
    return CalendarLink.objects.filter(person=resident.subject, holder=resident.person, revoked_at=None)


def _resident(request: HttpRequest) -> Resident:
    resident = get_resident(request)
    assert resident is not None
    return resident


def _actor(request: HttpRequest) -> Actor:
    return _resident(request).actor


pages = Pages(
    namespace="bookings_own", name="booking", find=find, key=lambda booking: booking.ref, actor=_actor,
    guard=resident_page,
)  # fmt: skip
urlpatterns = [
    path("iseteenindus/broneeringud/", bookings, name="list"),
    path("iseteenindus/broneeringud/kalender/", calendar_link, name="calendar_link"),
    *pages.urls("iseteenindus/broneeringud/"),
]
