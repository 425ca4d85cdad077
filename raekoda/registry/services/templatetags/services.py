"""Template filters for texts of the register."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from raekoda.platform.core import icons
from raekoda.registry.services import texts
from raekoda.registry.services.texts import Text

register = template.Library()


@register.filter
def paragraphs(text: Text) -> SafeString:
    """``{{ page.text.description|paragraphs }}``."""
    return texts.paragraphs(text)


@register.filter
def bullets(text: Text) -> SafeString:
    """``{{ page.text.requirements|bullets }}``: one item a line."""
    return texts.bullets(text)


@register.filter
def steps(text: Text) -> SafeString:
    """``{{ page.text.how_to|steps }}``: one step a line."""
    return texts.steps(text)


@register.filter
def inline(text: Text) -> SafeString:
    """``{{ page.text.name|inline }}``: inside other text."""
    return texts.inline(text)


@register.simple_tag
def topic_path(slug: str) -> str:
    """Path of a topic's page without language prefix, for ``{% breadcrumbs %}``."""
    return f"/teemad/{slug}/"


@register.simple_tag
def safe_icon(name: str) -> SafeString:
    """The icon set by an editor, "" when there is no such icon."""
    try:
        return icons.svg(name)
    except icons.UnknownIcon:
        return SafeString("")
