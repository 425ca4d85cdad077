"""What Wagtail's admin shows here: this municipality's pages, and no more menus than people use."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks

from raekoda.website.middleware import website_of


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """A link may be made to this municipality's pages only."""
    website = website_of(request.municipality)  # type: ignore[attr-defined]
    if request.user.is_superuser or website is None:  # type: ignore[union-attr]
        return pages
    return pages.filter(path__startswith=website.folder.path)
