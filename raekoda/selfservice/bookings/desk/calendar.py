"""The staff calendar: a day or a week as a list by days, without names; bookings that wait for approval."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.selfservice.bookings import presenters, queries, rules
from raekoda.selfservice.bookings.forms import parse_day
from raekoda.selfservice.bookings.models import LIVE, Booking
from raekoda.selfservice.bookings.models.bookings import Status

MAX_ROWS = 500
MAX_COUNTED = 99
PAGE = 50
DAY, WEEK = "paev", "nadal"


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """Tabs of the staff pages of bookings."""
    waits = queries.visible_to(actor).filter(status=Status.ASKED).values("pk")[: MAX_COUNTED + 1].count()
    pages = (
        ("calendar", _("Calendar"), ""),
        ("to_decide", _("To approve"), f"{MAX_COUNTED}+" if waits > MAX_COUNTED else waits or ""),
        ("resources", _("What can be booked"), ""),
    )
    return [
        {"url": reverse(f"bookings_desk:{name}"), "label": label, "is_current": name == current, "count": count}
        for name, label, count in pages
    ]


@require_safe
@staff_page("bookings.view")
def calendar(request: HttpRequest) -> HttpResponse:
    """Bookings and blocks of a day or a week, of a resource or of all that the official may see."""
    actor = Actor.of(request)
    view = DAY if request.GET.get("vaade") == DAY else WEEK
    day = parse_day(request.GET.get("paev", ""), clock.today())
    days = [day] if view == DAY else rules.days_of_week(day)
    resources = list(queries.managed_by(actor).filter(is_active=True).order_by("order", "name", "pk"))
    chosen = next((resource for resource in resources if resource.slug == request.GET.get("ressurss", "")), None)
    first, last = rules.day_span(days[0]).start, rules.day_span(days[-1]).end
    rows = queries.visible_to(actor).filter(status__in=LIVE, starts_at__lt=last, ends_at__gt=first)
    if chosen is not None:
        rows = rows.filter(resource=chosen)
    found = [
        presenters.annotate(booking) for booking in rows.select_related("item").order_by("starts_at", "id")[:MAX_ROWS]
    ]
    step = timedelta(days=len(days))
    address = {"ressurss": chosen.slug if chosen else "", "vaade": view}
    context = {
        "tabs": tabs(actor, "calendar"),
        "days": _by_day(found, days),
        "resources": resources,
        "chosen": chosen,
        "view": view,
        "day": day,
        "first": days[0],
        "last": days[-1],
        "today": clock.today(),
        "earlier": f"?{urlencode({**address, 'paev': days[0] - step})}",
        "later": f"?{urlencode({**address, 'paev': days[0] + step})}",
        "is_cut": len(found) == MAX_ROWS,
    }
    return render(request, "bookings/desk_calendar.html", context)


@require_safe
@staff_page("bookings.view")
def to_decide(request: HttpRequest) -> HttpResponse:
    """Bookings that wait for approval, the oldest first."""
    actor = Actor.of(request)
    page = keyset(queries.visible_to(actor).filter(status=Status.ASKED), request, order=("id",), size=PAGE)
    for row in page.items:
        presenters.annotate(row)
    return render(request, "bookings/desk_to_decide.html", {"tabs": tabs(actor, "to_decide"), "page": page})


def _by_day(found: list[Booking], days: list[date]) -> list[dict[str, Any]]:
    rows = {day: list(group) for day, group in groupby(found, key=lambda booking: clock.local_day(booking.starts_at))}
    return [{"day": day, "bookings": rows.get(day, [])} for day in sorted({*days, *rows})]
