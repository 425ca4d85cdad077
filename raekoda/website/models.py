"""Wagtail page types of a municipality's site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The front page: search first, what people come for, topics, news."""

    greeting = models.CharField(_("greeting"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("greeting")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None


class TextPage(Page):
    """A page of text: who we are, contacts, accessibility statement."""

    intro = models.TextField(_("in short"), blank=True)
    body = RichTextField(_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["website.HomePage", "website.TextPage"]


class NewsIndexPage(Page):
    """The list of news and notices."""

    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.NewsPage"]


class NewsPage(Page):
    """A piece of news or a notice."""

    date = models.DateField(_("date"))
    intro = models.TextField(_("in short"))
    body = RichTextField(_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["website.NewsIndexPage"]
    subpage_types: list[str] = []
