"""Public pages of notices: the list, one notice, feeds and calendars; subscribing is in ``subscribe_site``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.channels.notices import calendars, feeds, queries, subscribe_site
from raekoda.channels.notices.filters import chosen, filtered
from raekoda.channels.notices.forms import kind_labels
from raekoda.channels.notices.models import Notice
from raekoda.identity.places import queries as places
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import queries as services

app_name = "notices"
PAGE_SIZE = 20


@require_safe
def notices_page(request: HttpRequest) -> HttpResponse:
    """Public notices, newest first, by kind, topic and district."""
    notices = queries.with_names(filtered(request))
    page = keyset(notices, request, order=("-listed_at", "-id"), size=PAGE_SIZE)
    filters = chosen(request)
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
def notice_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One public notice."""
    notice = _found(ref)
    details = [
        (_("Districts"), ", ".join(area.name for area in notice.areas.all())),
        (_("Topics"), ", ".join(topic.name for topic in notice.topics.all())),
    ]
    return render(
        request, "notices/notice.html", {"notice": notice, "details": details, "subscribe_url": _subscribe(notice)}
    )


@require_safe
def notice_calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """One notice with a time, for a calendar."""
    notice = get_object_or_404(queries.public().filter(starts_at__isnull=False), ref=ref)
    return calendars.response([notice], current(), f"{notice.ref}.ics")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All notices with a time that fit the filters, to be subscribed to by calendars."""
    notices = queries.dated(filtered(request))[: calendars.MOST]
    return calendars.response(list(notices), current(), "teadaanded.ics")


def _found(ref: str) -> Notice:
    return get_object_or_404(queries.with_names(queries.public()), ref=ref)


def _subscribe(notice: Notice) -> str:
    """The form with what this notice is about chosen already."""
    wanted: list[tuple[str, Any]] = [("liik", notice.kind)]
    wanted += [("ala", area.pk) for area in notice.areas.all()]
    wanted += [("teema", topic.slug) for topic in notice.topics.all()]
    return f"{reverse('notices:subscribe')}?{urlencode(wanted)}"


urlpatterns = [
    path("teadaanded/", notices_page, name="list"),
    path("teadaanded/rss/", feeds.RssFeed(), name="rss"),
    path("teadaanded/atom/", feeds.AtomFeed(), name="atom"),
    path("teadaanded/kalender.ics", calendar, name="calendar"),
    path("teadaanded/telli/", subscribe_site.subscribe, name="subscribe"),
    path("teadaanded/telli/kinnita/", subscribe_site.asked, name="asked"),
    path("teadaanded/<str:ref>/", notice_page, name="notice"),
    path("teadaanded/<str:ref>/kalender.ics", notice_calendar, name="notice_calendar"),
    path("tellimus/<str:token>/", subscribe_site.manage, name="manage"),
    path("tellimus/<str:token>/kinnita/", subscribe_site.confirm, name="confirm"),
    path("tellimus/<str:token>/loobu/", subscribe_site.leave, name="leave"),
]
