"""Template contexts of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images.models import Image
from wagtail.models import Page

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fragments import fragment
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.tenancy import current
from raekoda.publishing.website.addresses import address, language_of, path_in_language

if TYPE_CHECKING:
    from raekoda.publishing.website.models import HomePage, NewsIndexPage, SitePage

POPULAR = 10
ANSWERS = 5
NEWS = 3
NOTICES = 4
THUMBNAIL = "fill-480x320|format-webp"
NEWS_A_PAGE = 20


def page_context(page: SitePage, request: HttpRequest) -> dict[str, Any]:
    """Translations and breadcrumb of the page."""
    languages = fragment(request, f"languages:{page.pk}", lambda: page_languages(page))
    return {"languages": languages, "trail": trail(page)}


def page_languages(page: Page) -> list[dict[str, Any]]:
    """Each language with the page's translation, or with that language's home page where there is none."""
    shown = language_of(page)
    translations = page.get_translations().live().only("url_path", "path", "depth", "live")
    addresses = {language_of(each): address(each) for each in translations} | {shown: address(page)}
    return [
        {
            "code": code,
            "name": name,
            "url": addresses.get(code) or path_in_language("", code),
            "is_current": code == shown,
            "is_translation": code in addresses,
        }
        for code, name in settings.LANGUAGES
    ]


def trail(page: Page) -> list[dict[str, str]]:
    """The pages above this one up to the home page, which the component adds itself; then this page without address."""
    *_, path = page.url_path.split("/", 3)
    if not path:
        return []
    above = [] if path.count("/") == 1 else list(page.get_ancestors().filter(depth__gt=3).only("title", "url_path"))
    return [*({"label": each.title, "url": address(each)} for each in above), {"label": page.title, "url": ""}]


def home_context(home: HomePage, request: HttpRequest) -> dict[str, Any]:
    """The front page's content, rendered."""
    return {"hide_search": True, "content": fragment(request, f"home:{home.pk}", lambda: _home_content(home))}


def _home_content(home: HomePage) -> SafeString:
    context = {"page": home, "municipality": current(), **home_parts(home)}
    return render_to_string("website/_home.html", context)


def home_parts(home: HomePage) -> dict[str, Any]:
    """What the front page shows: what people come for, topics, newest answers and news, how many reports are open."""
    from raekoda.casework.answers import queries as answers
    from raekoda.casework.cases import queries as cases
    from raekoda.channels.notices import queries as notices
    from raekoda.registry.services import queries as services

    visitor = Actor.resident()
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "popular": services.popular(POPULAR).prefetch_related("topics__parent"),
        "topics": services.topics().filter(parent=None),
        "answers": answers.visible_to(visitor).filter(language=language).order_by("-published_at", "-id")[:ANSWERS],
        "news": newest_news(home)[:NEWS],
        "notices": notices.current_and_upcoming(NOTICES),
        "open_reports": cases.open_public().count(),
    }


def newest_news(above: Page) -> Any:
    """The public news under a page, newest first."""
    from raekoda.publishing.website.models import NewsPage

    news = NewsPage.objects.filter(path__startswith=above.path).live().public()
    pictures = Prefetch("image", Image.objects.prefetch_renditions(THUMBNAIL))
    return news.order_by("-date", "-pk").select_related("topic").prefetch_related(pictures)


def news_list_context(index: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """One page of the list of news, by key."""
    page = keyset(newest_news(index), request, order=("-date", "-page_ptr_id"), size=NEWS_A_PAGE)
    return {"news": page, "page_obj": page}


def public_news(municipality: Municipality, language: str) -> Any:
    """The public news of a municipality in one language, newest first; none before its pages are set up."""
    from raekoda.publishing.website.models import MunicipalityFolder, NewsPage

    folder = MunicipalityFolder.objects.filter(municipalitysite__municipality=municipality).first()
    return NewsPage.objects.none() if folder is None else newest_news(folder).filter(locale__language_code=language)
