"""What floors above add to the page of an asset: its reports, say. They register at start; nothing here knows who did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.platform.core.actor import Actor
from raekoda.registry.assets.models import Asset

Context = Callable[[Asset, Actor], dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A part of the page: a template and what it shows, nothing when ``context`` gives None."""

    template: str
    context: Context


_sections: list[Section] = []
_desk_sections: list[Section] = []


def add_section(template: str, context: Context, *, on_desk: bool = False) -> None:
    """Show ``template`` on every asset's public page, or on its page of the desk."""
    kept, section = _desk_sections if on_desk else _sections, Section(template, context)
    if section not in kept:
        kept.append(section)


def rendered(asset: Asset, by: Actor, request: HttpRequest, *, on_desk: bool = False) -> list[SafeString]:
    """Every section that has something to show to ``by``."""
    sections = _desk_sections if on_desk else _sections
    contexts = [(section.template, section.context(asset, by)) for section in sections]
    return [render_to_string(template, context, request) for template, context in contexts if context is not None]
