"""What pages of bookings share: the week shown, the time asked for, who books."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from raekoda.identity.persons.access import Resident
from raekoda.platform.core import clock
from raekoda.selfservice.bookings import availability, forms, queries, rules, show
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.selfservice.bookings.rules import Span

TAKEN_SECONDS, NEAR_SECONDS = 1, 2
LONGEST_MINUTES = 60 * 24 * 31


def resource_of(slug: str) -> Resource:
    """What can be booked under this address, with its hours and prices. Raises ``Http404``."""
    rows = (
        queries.public().select_related("service").prefetch_related("openings", "exceptions", "prices__group", "groups")
    )
    return get_object_or_404(rows, slug=slug)


def is_taken(resource: Resource, span: Span) -> bool:
    """Whether no item is free. That it is taken is remembered for a moment, as long as many ask for one time at once."""
    key = f"bookings:taken:{resource.pk}:{show.query_of(span)}"
    if cache.get(key):
        return True
    taken = not availability.is_free(resource, span)
    if taken:
        cache.set(key, True, TAKEN_SECONDS)
    return taken


def others_near(resource: Resource, span: Span) -> list[dict[str, str]]:
    """Free times near one that is taken, in words and with their addresses. Kept for a moment: when many ask for one time,
    all but one of them are told the same."""
    key = f"bookings:near:{resource.pk}:{show.query_of(span)}:{get_language()}"
    found = cache.get(key)
    if found is None:
        near = availability.nearest_free(resource, span)
        found = [{"words": show.when(*each), "query": show.query_of(each)} for each in near]
        cache.set(key, found, NEAR_SECONDS)
    return list(found)


def span_asked(request: HttpRequest) -> Span | None:
    """The time in the address, ``?algus=`` and ``?kestus=`` (minutes); None for none and for nonsense."""
    start = show.read_stamp(request.GET.get("algus", ""))
    minutes = request.GET.get("kestus", "")
    if start is None or not minutes.isdecimal() or not 0 < len(minutes) <= 5 or not 0 < int(minutes) <= LONGEST_MINUTES:
        return None
    return Span(start, start + timedelta(minutes=int(minutes)))


def booker_of(resident: Resident | None, given: dict[str, Any]) -> Booker:
    """Who books: the subject of who is signed in, reached as they wrote; else a guest."""
    person = resident.subject if resident else None
    return Booker(
        email=given["email"].strip(), name=person.name if person else given.get("name", "").strip(),
        phone=given.get("phone", ""), language=get_language() or "et", person=person,
    )  # fmt: skip


def week(request: HttpRequest, resource: Resource, *, but: Booking | None = None, base: str = "") -> dict[str, Any]:
    """The week asked for by ``?nadal=`` (a day of it), never one that is over; the weeks around it."""
    today = clock.today()
    last = today + timedelta(days=resource.horizon_days)
    day = min(max(forms.day_of(request.GET.get("nadal", ""), today), today), last)
    days = rules.week_of(day)
    earlier, later = days[0] - timedelta(days=1), days[-1] + timedelta(days=1)
    return {
        "days": show.day_views(resource, days, but=but, base=base),
        "first": days[0],
        "last": days[-1],
        "today": today,
        "earlier": max(earlier, today) if earlier >= today else None,
        "later": later if later <= last else None,
        "day_form": forms.DayForm(),
    }


def first_with_free(resource: Resource, after: date) -> date | None:
    """The first day after ``after`` with something free, within eight weeks."""
    wanted = [after + timedelta(days=number) for number in range(1, 57)]
    return next((each.day for each in availability.days(resource, wanted) if each.has_free), None)
