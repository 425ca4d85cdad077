"""What search engines and link previews read in the head of a public page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.platform.core import theme
from raekoda.platform.core.links import site_url
from raekoda.platform.core.paging import PARAMETER

register = template.Library()
LOCALES = {"et": "et_EE", "en": "en_GB", "ru": "ru_RU"}


class HeadText(template.Node):
    """Renders ``html`` and, for link previews, ``meta`` with the text between its tags, once."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, markup: str, default: Callable[[str], str] | None = None) -> None:
        self.nodelist, self.markup, self.default = nodelist, markup, default

    def render(self, context: template.Context) -> SafeString:
        text = " ".join(self.nodelist.render(context).split()).replace('"', "&quot;")
        municipality = context.get("municipality")
        if not text and self.default and municipality:
            text = self.default(format_html("{}", municipality.name))
        return mark_safe(self.markup.format(text=text)) if text else mark_safe("")


@register.tag
def headline(parser: Parser, token: Token) -> HeadText:
    """``{% headline %}title{% endheadline %}``: the title of the page and of its link preview."""
    return HeadText(_body(parser, token), '<title>{text}</title>\n  <meta property="og:title" content="{text}">')


@register.tag
def description(parser: Parser, token: Token) -> HeadText:
    """``{% description %}text{% enddescription %}``: the description of the page, or of the site when it is empty."""
    markup = '<meta name="description" content="{text}">\n  <meta property="og:description" content="{text}">'
    return HeadText(_body(parser, token), markup, _site_description)


def _site_description(municipality: str) -> str:
    return _("%(municipality)s: services, answers, reporting and news in one place.") % {"municipality": municipality}


def _body(parser: Parser, token: Token) -> NodeList:
    nodelist = parser.parse((f"end{token.contents}",))
    parser.delete_first_token()
    return nodelist


@register.simple_tag(takes_context=True)
def addresses(context: template.Context) -> SafeString:
    """``{% addresses %}``: the canonical address, those in other languages, the link preview's picture, the manifest.

    The canonical address has no query but the position in a list that is read page by page.
    """
    request, municipality = context.get("request"), context.get("municipality")
    if request is None or municipality is None:
        return mark_safe("")
    base = site_url(municipality)
    position = request.GET.get(PARAMETER, "")
    canonical = base + request.path + (f"?{urlencode({PARAMETER: position})}" if position else "")
    share = f"{base}{reverse('share-card')}?v={theme.version([municipality.name, municipality.theme])}"
    properties = {
        "og:url": canonical,
        "og:type": "website",
        "og:site_name": municipality.name,
        "og:locale": LOCALES.get(get_language() or "et", "et_EE"),
        "og:image": share,
        "og:image:width": "1200",
        "og:image:height": "630",
    }
    return mark_safe(
        "\n  ".join(
            [
                format_html('<link rel="canonical" href="{}">', canonical),
                *_alternates(base, context.get("languages") or []),
                format_html('<link rel="manifest" href="{}">', reverse("manifest")),
                format_html_join("\n  ", '<meta property="{}" content="{}">', properties.items()),
                '<meta name="twitter:card" content="summary_large_image">',
            ]
        )
    )


def _alternates(base: str, languages: Any) -> list[SafeString]:
    translated = [each for each in languages if each.get("is_translation", True)]
    pairs = [(each["code"], base + each["url"].partition("?")[0]) for each in translated]
    main = [("x-default", url) for code, url in pairs if code == settings.LANGUAGE_CODE]
    return [format_html('<link rel="alternate" hreflang="{}" href="{}">', code, url) for code, url in [*pairs, *main]]
