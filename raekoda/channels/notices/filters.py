"""The filters of the list, the feeds and the calendar: an allow-list; unknown values narrow nothing."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from raekoda.channels.notices import queries
from raekoda.channels.notices.models import Notice

NAMES = {"liik": "kind", "teema": "topic", "ala": "area"}


def chosen(request: HttpRequest) -> dict[str, str]:
    """The filters that the address asks for."""
    return {name: value for name in NAMES if (value := request.GET.get(name, "")[:80])}


def filtered(request: HttpRequest) -> QuerySet[Notice]:
    """Public notices that fit them."""
    return queries.narrowed(queries.public(), **{NAMES[name]: value for name, value in chosen(request).items()})
