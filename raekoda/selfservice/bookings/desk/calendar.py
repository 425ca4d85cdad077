"""The staff calendar: a day or a week as a list by days, with nobody's name; and what waits for approval."""

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
from raekoda.selfservice.bookings import queries, rules, show
from raekoda.selfservice.bookings.forms import day_of
from raekoda.selfservice.bookings.models import LIVE, Booking
from raekoda.selfservice.bookings.models.bookings import Status

MOST = 500
MOST_COUNTED = 99
PAGE = 50
DAY, WEEK = "paev", "nadal"


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of the room at the desk."""
    waits = queries.visible_to(actor).filter(status=Status.ASKED).values("pk")[: MOST_COUNTED + 1].count()
    pages = (
        ("calendar", _("Calendar"), ""),
        ("to_decide", _("To approve"), f"{MOST_COUNTED}+" if waits > MOST_COUNTED else waits or ""),
        ("resources", _("What can be booked"), ""),
    )
    return [
        {"url": reverse(f"bookings_desk:{name}"), "label": label, "is_current": name == current, "count": count}
        for name, label, count in pages
    ]


@require_safe
@staff_page("bookings.view")
def calendar(request: HttpRequest) -> HttpResponse:
    """Bookings and blocks of a day or a week, of one resource or of all that the official sees."""
    actor = Actor.of(request)
    view = DAY if request.GET.get("vaade") == DAY else WEEK
    day = day_of(request.GET.get("paev", ""), clock.today())
    days = [day] if view == DAY else rules.week_of(day)
    resources = list(queries.managed_by(actor).filter(is_active=True).order_by("order", "name", "pk"))
    chosen = next((each for each in resources if each.slug == request.GET.get("ressurss", "")), None)
    first, last = rules.day_span(days[0]).start, rules.day_span(days[-1]).end
    rows = queries.visible_to(actor).filter(status__in=LIVE, starts_at__lt=last, ends_at__gt=first)
    if chosen is not None:
        rows = rows.filter(resource=chosen)
    found = [show.with_tone(each) for each in rows.select_related("item").order_by("starts_at", "id")[:MOST]]
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
        "is_cut": len(found) == MOST,
    }
    return render(request, "bookings/desk_calendar.html", context)


@require_safe
@staff_page("bookings.view")
def to_decide(request: HttpRequest) -> HttpResponse:
    """What waits for an official, the oldest first."""
    actor = Actor.of(request)
    page = keyset(queries.visible_to(actor).filter(status=Status.ASKED), request, order=("id",), size=PAGE)
    for row in page.items:
        show.with_tone(row)
    return render(request, "bookings/desk_to_decide.html", {"tabs": tabs(actor, "to_decide"), "page": page})


def _by_day(found: list[Booking], days: list[date]) -> list[dict[str, Any]]:
    rows = {day: list(some) for day, some in groupby(found, key=lambda each: clock.local_day(each.starts_at))}
    return [{"day": day, "bookings": rows.get(day, [])} for day in sorted({*days, *rows})]
