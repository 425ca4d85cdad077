"""Template filters of notices."""

from __future__ import annotations

from django import template

from raekoda.channels.notices import presenters

register = template.Library()


@register.filter
def when(notice: object) -> str:
    """The formatted time of a notice."""
    return presenters.format_when(notice)


@register.filter
def kind_tone(kind: str) -> str:
    """The tone of a kind of notice."""
    return presenters.TONES.get(kind, "neutral")


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of notice."""
    return presenters.ICONS.get(kind, "newspaper")
