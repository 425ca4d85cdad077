"""The news as a feed."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.platform.core.feeds import Rss
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.publishing.website.addresses import address, path_in_language
from raekoda.publishing.website.models import NewsPage
from raekoda.publishing.website.serving import public_news

ITEMS = 30


class NewsFeed(Feed):
    """The newest news of the municipality in the language of the address, as RSS 2.0."""

    feed_type = Rss

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return get_language() or settings.LANGUAGE_CODE

    def title(self, language: str) -> str:
        return f"{current().name}: {_('News').lower()}"

    def link(self, language: str) -> str:
        return site_url(current()) + path_in_language("uudised/", language)

    def feed_url(self, language: str) -> str:
        return site_url(current()) + path_in_language("uudised/rss/", language)

    def description(self, language: str) -> str:
        return _("News of the municipality %(name)s") % {"name": current().name}

    def items(self, language: str) -> list[NewsPage]:
        return list(public_news(current(), language)[:ITEMS])

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.intro

    def item_link(self, item: NewsPage) -> str:
        return site_url(current()) + address(item)

    def item_pubdate(self, item: NewsPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time(12)))
