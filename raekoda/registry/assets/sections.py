"""Registry of sections that other apps add to the page of an asset, such as its reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import Registry, TemplateName
from raekoda.registry.assets.models import Asset

Context = Callable[[Asset, Actor], dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A section of the public page, or of the staff page (``on_desk``): a template and its context. Omitted when
    ``context`` returns None."""

    template: TemplateName
    context: Context
    on_desk: bool = False


asset_sections: Registry[Section] = Registry(
    f"{__name__}.asset_sections", Section, "Parts of the pages of an asset", key=lambda section: section.template
)


def render_sections(asset: Asset, actor: Actor, request: HttpRequest, *, on_desk: bool = False) -> list[SafeString]:
    """The sections as HTML, without empty ones."""
    visible = [section for section in asset_sections if section.on_desk == on_desk]
    contexts = [(section.template, section.context(asset, actor)) for section in visible]
    return [render_to_string(template, context, request) for template, context in contexts if context is not None]
