"""What templates of notices ask for."""

from __future__ import annotations

from django import template

from raekoda.channels.notices import showing

register = template.Library()


@register.filter
def when(notice: object) -> str:
    """The time that a notice tells of."""
    return showing.when(notice)


@register.filter
def kind_tone(kind: str) -> str:
    """The colour of a kind of notice."""
    return showing.TONES.get(kind, "neutral")


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of notice."""
    return showing.ICONS.get(kind, "newspaper")
