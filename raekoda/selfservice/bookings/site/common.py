"""Shared helpers of public booking pages: week, requested time, booker."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from raekoda.identity.persons.access import Resident
from raekoda.platform.core import clock
from raekoda.selfservice.bookings import availability, forms, presenters, queries, rules
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.selfservice.bookings.rules import Span

OCCUPIED_SECONDS, NEAR_SECONDS = 1, 2
MAX_MINUTES = 60 * 24 * 31


def get_resource(slug: str) -> Resource:
    """The active resource with this slug, with its hours and prices prefetched. Raises ``Http404``."""
    rows = (
        queries.bookable_resources()
        .select_related("service")
        .prefetch_related("openings", "exceptions", "prices__group", "groups")
    )
    return get_object_or_404(rows, slug=slug)


def is_occupied(resource: Resource, span: Span) -> bool:
    """Whether no item is free. A positive answer is cached briefly for many simultaneous requests of the same time."""
    key = f"bookings:taken:{resource.pk}:{presenters.time_query(span)}"
    if cache.get(key):
        return True
    occupied = not availability.find_free_items(resource, span)
    if occupied:
        cache.set(key, True, OCCUPIED_SECONDS)
    return occupied


def nearby_alternatives(resource: Resource, span: Span) -> list[dict[str, str]]:
    """Free times near an occupied one, as labels with query strings. Cached briefly for many simultaneous requests."""
    key = f"bookings:near:{resource.pk}:{presenters.time_query(span)}:{get_language()}"
    found = cache.get(key)
    if found is None:
        near = availability.nearest_free(resource, span)
        found = [{"label": presenters.format_when(*span), "query": presenters.time_query(span)} for span in near]
        cache.set(key, found, NEAR_SECONDS)
    return list(found)


def requested_span(request: HttpRequest) -> Span | None:
    """The time of the query parameters ``algus`` and ``kestus`` (minutes); None when missing or invalid."""
    start = presenters.parse_timestamp(request.GET.get("algus", ""))
    minutes = request.GET.get("kestus", "")
    if start is None or not minutes.isdecimal() or not 0 < len(minutes) <= 5 or not 0 < int(minutes) <= MAX_MINUTES:
        return None
    return Span(start, start + timedelta(minutes=int(minutes)))


def make_booker(resident: Resident | None, data: dict[str, Any]) -> Booker:
    """The booker of a form: the subject of the signed-in resident with the entered contacts, else a guest."""
    person = resident.subject if resident else None
    return Booker(
        email=data["email"].strip(), name=person.name if person else data.get("name", "").strip(),
        phone=data.get("phone", ""), language=get_language() or "et", person=person,
    )  # fmt: skip


def week_context(
    request: HttpRequest, resource: Resource, *, exclude: Booking | None = None, base: str = ""
) -> dict[str, Any]:
    """Template context of the week of the query parameter ``nadal`` (a day of it), within the booking horizon."""
    today = clock.today()
    last = today + timedelta(days=resource.horizon_days)
    day = min(max(forms.parse_day(request.GET.get("nadal", ""), today), today), last)
    days = rules.days_of_week(day)
    earlier, later = days[0] - timedelta(days=1), days[-1] + timedelta(days=1)
    return {
        "days": presenters.present_days(resource, days, exclude=exclude, base=base),
        "first": days[0],
        "last": days[-1],
        "today": today,
        "earlier": max(earlier, today) if earlier >= today else None,
        "later": later if later <= last else None,
    }


def first_free_day(resource: Resource, after: date) -> date | None:
    """The first day with a free time within eight weeks after ``after``."""
    requested = [after + timedelta(days=number) for number in range(1, 57)]
    return next((day.day for day in availability.days(resource, requested) if day.has_free), None)
