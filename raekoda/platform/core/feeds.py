"""RSS and Atom that every reader can parse: of texts only the characters that XML can hold."""

from __future__ import annotations

from typing import Any

from django.utils import feedgenerator

from raekoda.platform.core.xml import xml_text


class _CleanTexts(feedgenerator.SyndicationFeed):
    def __init__(self, *args: Any, **texts: Any) -> None:
        super().__init__(*map(_clean, args), **{name: _clean(text) for name, text in texts.items()})

    def add_item(self, *args: Any, **texts: Any) -> None:
        super().add_item(*map(_clean, args), **{name: _clean(text) for name, text in texts.items()})


class Rss(_CleanTexts, feedgenerator.Rss201rev2Feed):
    """RSS 2.0."""


class Atom(_CleanTexts, feedgenerator.Atom1Feed):
    """Atom 1.0."""


def _clean(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    return xml_text(value) if isinstance(value, str) else value
