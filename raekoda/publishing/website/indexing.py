"""Keeps pages and news in the search index while they are public."""

from __future__ import annotations

from django.utils.html import strip_spaces_between_tags
from wagtail.models import Page

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import plain
from raekoda.platform.search import index
from raekoda.platform.search.models import Document
from raekoda.publishing.website.addresses import address, language_of, split
from raekoda.publishing.website.models import MunicipalitySite, NewsPage, TextPage

KINDS: dict[type[Page], str] = {TextPage: Document.Kind.PAGE, NewsPage: Document.Kind.NEWS}


def municipality_of(page: Page) -> Municipality | None:
    """The municipality of the page's site, None outside of sites."""
    website = (
        MunicipalitySite.objects.filter(folder__path=page.path[: Page.steplen * 2])
        .select_related("municipality")
        .first()
    )
    return website.municipality if website is not None else None


def is_public(page: Page) -> bool:
    """Whether anyone may read the page: it and all above it are published, and none asks for a password or a sign-in."""
    above = page.get_ancestors().filter(depth__gt=2)
    return page.live and not above.filter(live=False).exists() and not page.get_view_restrictions().exists()


def put_page(page: Page) -> None:
    """Index a page, or remove it when it is not public. Other page types are ignored."""
    page = page.specific
    municipality = municipality_of(page)
    kind = KINDS.get(type(page))
    if municipality is None or kind is None:
        return
    if not is_public(page):
        index.remove(municipality, kind, str(page.translation_key), language_of(page))
        return
    index.put(
        municipality,
        kind,
        str(page.translation_key),
        language_of(page),
        page.title,
        text_of(page),
        address(page),
        synonyms=page.search_description,
    )


def remove_page(page: Page, municipality: Municipality | None = None) -> None:
    """Remove a page from the index."""
    municipality = municipality or municipality_of(page)
    kind = KINDS.get(page.specific_class)
    if municipality is not None and kind is not None:
        index.remove(municipality, kind, str(page.translation_key), split(page)[2])


def put_tree(page: Page) -> None:
    """Reindex a page and its descendants."""
    for each in page.get_descendants(inclusive=True).specific():
        put_page(each)


def remove_tree(page: Page) -> None:
    """Remove a page and its descendants from the index."""
    for each in page.get_descendants(inclusive=True):
        remove_page(each)


def text_of(page: Page) -> str:
    """The page's words without markup: the intro, then every block."""
    rendered = [block.render_as_block() if hasattr(block, "render_as_block") else str(block) for block in page.body]
    return " ".join(
        part for part in (page.intro, *(plain(strip_spaces_between_tags(each)) for each in rendered)) if part
    )
