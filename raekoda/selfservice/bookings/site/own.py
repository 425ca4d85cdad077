"""A resident's own bookings under /iseteenindus/: the list, one of them, the secret address of their calendar."""

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
from raekoda.selfservice.bookings import actions, addresses, queries, show
from raekoda.selfservice.bookings.models import Booking, CalendarLink, WaitingEntry
from raekoda.selfservice.bookings.site.pages import Pages

app_name = "bookings_own"
PAGE = 20
MOST_TO_COME = 50


@require_safe
@resident_page
def bookings(request: HttpRequest) -> HttpResponse:
    """What is to come, what was, what is waited for, the calendar."""
    resident = _resident(request)
    rows = queries.visible_to(resident.actor)
    to_come = [show.with_tone(each) for each in queries.to_come(rows)[:MOST_TO_COME]]
    page = keyset(rows.exclude(pk__in=[each.pk for each in to_come]), request, order=("-id",), size=PAGE)
    for row in page.items:
        show.with_tone(row)
    waits = WaitingEntry.objects.filter(
        owned_by(resident.actor), state__in=("waiting", "offered"), starts_at__gt=clock.now()
    )
    link = _links(resident).select_related("municipality").first()
    context = {
        "to_come": to_come,
        "page": page,
        "waiting": [
            {"entry": each, "when": show.when(each.starts_at, each.ends_at)}
            for each in waits.select_related("resource").order_by("starts_at")
        ],
        "calendar_url": addresses.calendar_url(link) if link else "",
    }
    return render(request, "bookings/own.html", context)


@require_POST
@resident_page
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Make the secret address, or take it back."""
    resident = _resident(request)
    if "revoke" in request.POST:
        for link in _links(resident):
            actions.revoke(link, actor=resident.actor)
        messages.success(request, _("The address of the calendar answers no more."))
    else:
        actions.link_of(actor=resident.actor, person=resident.subject)
        messages.success(request, _("The address of your calendar is below."))
    return redirect("bookings_own:list")


def find(request: HttpRequest, key: str) -> Booking:
    """Through the gate of residents, also for somebody who is signed in as staff besides."""
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
