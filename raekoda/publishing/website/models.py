"""Wagtail pages of a municipality's site, and what ties a municipality to its pages, images and groups."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Collection, Page, Site

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.models import Municipality
from raekoda.publishing.website import serving
from raekoda.publishing.website.blocks import BodyBlock
from raekoda.publishing.website.documents import PublishedDocument as PublishedDocument
from raekoda.publishing.website.fields import TenantForeignKey
from raekoda.registry.services.models import Topic


class MunicipalityFolder(Page):
    """Holds the home pages of one municipality, one a language. It has no address of its own."""

    is_creatable = False
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["website.HomePage"]

    class Meta:
        verbose_name = _("municipality")


class SitePage(Page):
    """What all pages of a municipality's site share."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the page's own addresses in the other languages and the way to it from the home page."""
        context = super().get_context(request, *args, **kwargs)
        return context | serving.page_context(self, request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        response["Vary"] = "Cookie"
        return response


class HomePage(SitePage):
    """The front page: search first, what people come for, topics, answers, news."""

    template = "website/home.html"
    greeting = models.CharField(
        _("greeting"), max_length=200, blank=True, help_text=_("The question above the search field.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("greeting"), FieldPanel("body")]
    parent_page_types = ["website.MunicipalityFolder"]
    subpage_types = ["website.TextPage", "website.NewsIndexPage"]
    max_count_per_parent = 3

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | serving.home_context(self, request)


class TextPage(SitePage):
    """A page of text: who we are, contacts, accessibility statement."""

    template = "website/text.html"
    intro = models.TextField(_("in short"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["website.HomePage", "website.TextPage"]
    subpage_types = ["website.TextPage"]

    class Meta:
        verbose_name = _("page of text")


class NewsIndexPage(SitePage):
    """The list of news and notices."""

    template = "website/news_list.html"
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | serving.news_list_context(self, request)


class NewsPage(SitePage):
    """A piece of news."""

    template = "website/news.html"
    date = models.DateField(_("date"))
    intro = models.TextField(_("in short"))
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    image_alt = models.CharField(
        _("what the image shows"),
        max_length=250,
        blank=True,
        help_text=_("For those who do not see it. Leave empty when the image only decorates."),
    )
    topic = TenantForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("image")),
        FieldPanel("topic"),
        FieldPanel("body"),
    ]
    parent_page_types = ["website.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("piece of news")
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="news_newest")]


class MunicipalitySite(models.Model):
    """The Wagtail site, page folder and file collection of a municipality.

    ``version`` is incremented by every change of public content and invalidates cached pages.
    """

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="website")
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="+")
    folder = models.OneToOneField(MunicipalityFolder, on_delete=models.PROTECT)
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("site of a municipality")

    def __str__(self) -> str:
        return str(self.municipality)


class MunicipalityGroup(models.Model):
    """The Wagtail group that gives the holders of a role in a municipality their rights over its pages and files."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="website_groups")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="of_municipality")

    class Meta:
        constraints = [models.UniqueConstraint("municipality", "role", name="group_once_a_role")]

    def __str__(self) -> str:
        return str(self.group)
