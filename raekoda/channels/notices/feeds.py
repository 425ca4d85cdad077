"""Notices as RSS 2.0 and Atom, with the same filters as the list."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.channels.notices import addresses, queries
from raekoda.channels.notices.filters import filter_notices, get_filters
from raekoda.channels.notices.models import Notice
from raekoda.channels.notices.presenters import format_when
from raekoda.platform.core.feeds import Atom, Rss
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current

ITEMS = 30


class RssFeed(Feed):
    """The newest public notices in the language of the URL."""

    feed_type: type[SyndicationFeed] = Rss
    own_name = "notices:rss"

    def get_object(self, request: HttpRequest) -> HttpRequest:  # type: ignore[override]
        return request

    def title(self, request: HttpRequest) -> str:
        return _("%(municipality)s: notices") % {"municipality": current().name}

    def description(self, request: HttpRequest) -> str:
        return _("Notices of the municipality %(name)s") % {"name": current().name}

    subtitle = description

    def link(self, request: HttpRequest) -> str:
        return site_url(current()) + reverse("notices:list") + _query(request)

    def feed_url(self, request: HttpRequest) -> str:
        return site_url(current()) + reverse(self.own_name) + _query(request)

    def items(self, request: HttpRequest) -> list[Notice]:
        return list(queries.with_related(filter_notices(request)).order_by("-listed_at", "-id")[:ITEMS])

    def item_title(self, item: Notice) -> str:
        return item.title

    def item_description(self, item: Notice) -> str:
        facts = " · ".join(filter(None, (format_when(item), item.place)))
        return linebreaks(f"{facts}\n\n{item.text}" if facts else item.text, autoescape=True)

    def item_link(self, item: Notice) -> str:
        return addresses.notice_url(item, get_language() or "et")

    def item_guid(self, item: Notice) -> str:
        return addresses.notice_url(item, "et")

    item_guid_is_permalink = False

    def item_pubdate(self, item: Notice) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Notice) -> datetime:
        return item.changed_at

    def item_categories(self, item: Notice) -> list[str]:
        return [item.get_kind_display(), *(topic.name for topic in item.topics.all())]


class AtomFeed(RssFeed):
    """The same as Atom 1.0."""

    feed_type = Atom
    own_name = "notices:atom"


def _query(request: HttpRequest) -> str:
    filters = get_filters(request)
    return f"?{urlencode(filters)}" if filters else ""
