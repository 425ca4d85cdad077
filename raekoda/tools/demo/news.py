"""The demo's news, as an editor would have published them in three languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website.models import HomePage, MunicipalitySite, NewsIndexPage, NewsPage
from raekoda.tools.demo import read

LANGUAGES = ("et", "en", "ru")


def news(municipality: Municipality) -> None:
    """Publish the demo's news, unless the municipality has news already."""
    website = MunicipalitySite.objects.get(municipality=municipality)
    homes = HomePage.objects.child_of(website.folder)
    lists = {home.slug: NewsIndexPage.objects.child_of(home).first() for home in homes}
    if any(NewsPage.objects.child_of(index).exists() for index in lists.values() if index is not None):
        return
    for entry in read("news"):
        if municipality.code in entry["municipalities"]:
            _publish(entry, lists)


def _publish(entry: dict[str, Any], lists: dict[str, NewsIndexPage | None]) -> None:
    key = None
    for language in LANGUAGES:
        index = lists.get(language)
        if index is None:
            continue
        words = entry[language]
        page = NewsPage(
            title=words["title"], intro=words["intro"], locale=index.locale,
            date=clock.today() - timedelta(days=entry["days_ago"]),
        )  # fmt: skip
        page.body = NewsPage._meta.get_field("body").stream_block.to_python([{"type": "text", "value": words["body"]}])
        if key is not None:
            page.translation_key = key
        index.add_child(instance=page)
        page.save_revision().publish()
        key = page.translation_key
