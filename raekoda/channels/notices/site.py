"""Public pages of notices: list, notice, feeds and calendars; subscriptions are in ``subscription_pages``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.channels.notices import calendars, feeds, queries, subscription_pages
from raekoda.channels.notices.filters import filter_notices, get_filters
from raekoda.channels.notices.forms import kind_labels
from raekoda.channels.notices.models import Notice
from raekoda.identity.places import queries as places
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import queries as services

app_name = "notices"
PAGE_SIZE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Public notices, newest first, filtered by kind, topic and district."""
    notices = queries.with_related(filter_notices(request))
    page = keyset(notices, request, order=("-listed_at", "-id"), size=PAGE_SIZE)
    filters = get_filters(request)
    context = {
        "page": page,
        "chosen": filters,
        "kinds": kind_labels(),
        "topics": services.topics().filter(parent=None),
        "areas": places.districts(current()),
        "query": f"?{urlencode(filters)}" if filters else "",
    }
    return render(request, "notices/list.html", context)


@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a public notice."""
    notice = _get_notice(ref)
    details = [
        (_("Districts"), ", ".join(area.name for area in notice.areas.all())),
        (_("Topics"), ", ".join(topic.name for topic in notice.topics.all())),
    ]
    return render(
        request, "notices/notice.html", {"notice": notice, "details": details, "subscribe_url": _subscribe_url(notice)}
    )


@require_safe
def notice_calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """A notice as iCalendar."""
    notice = get_object_or_404(queries.public().filter(starts_at__isnull=False), ref=ref)
    return calendars.calendar_response([notice], current(), f"{notice.ref}.ics")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Filtered notices with a time as iCalendar."""
    notices = queries.dated(filter_notices(request))[: calendars.MOST]
    return calendars.calendar_response(list(notices), current(), "teadaanded.ics")


def _get_notice(ref: str) -> Notice:
    return get_object_or_404(queries.with_related(queries.public()), ref=ref)


def _subscribe_url(notice: Notice) -> str:
    """URL of the subscription form with the kind, districts and topics of the notice preselected."""
    parameters: list[tuple[str, Any]] = [("liik", notice.kind)]
    parameters += [("ala", area.pk) for area in notice.areas.all()]
    parameters += [("teema", topic.slug) for topic in notice.topics.all()]
    return f"{reverse('notices:subscribe')}?{urlencode(parameters)}"


urlpatterns = [
    path("teadaanded/", index, name="list"),
    path("teadaanded/rss/", feeds.RssFeed(), name="rss"),
    path("teadaanded/atom/", feeds.AtomFeed(), name="atom"),
    path("teadaanded/kalender.ics", calendar, name="calendar"),
    path("teadaanded/telli/", subscription_pages.subscribe, name="subscribe"),
    path("teadaanded/telli/kinnita/", subscription_pages.requested, name="asked"),
    path("teadaanded/<str:ref>/", detail, name="notice"),
    path("teadaanded/<str:ref>/kalender.ics", notice_calendar, name="notice_calendar"),
    path("tellimus/<str:token>/", subscription_pages.manage, name="manage"),
    path("tellimus/<str:token>/kinnita/", subscription_pages.confirm, name="confirm"),
    path("tellimus/<str:token>/loobu/", subscription_pages.leave, name="leave"),
]
