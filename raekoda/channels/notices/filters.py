"""Filters of the list, the feeds and the calendar; unknown values are ignored."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from raekoda.channels.notices import queries
from raekoda.channels.notices.models import Notice

NAMES = {"liik": "kind", "teema": "topic", "ala": "area"}


def get_filters(request: HttpRequest) -> dict[str, str]:
    """The filters in the query string."""
    return {name: value for name in NAMES if (value := request.GET.get(name, "")[:80])}


def filter_notices(request: HttpRequest) -> QuerySet[Notice]:
    """Public notices that match the filters of the request."""
    return queries.filter_by(queries.public(), **{NAMES[name]: value for name, value in get_filters(request).items()})
