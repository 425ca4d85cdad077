"""The services register, after the state's model of a public service description and CPSV-AP."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.core.models import TenantModel
from raekoda.people.models import Unit, User


class Topic(TenantModel):
    """What people come for, by their need and never by department. Two levels."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint("municipality", "slug", name="topic_slug_once")]

    def __str__(self) -> str:
        return self.name


class ProviderKind(models.TextChoices):
    CITY = "city", _("the municipality")
    AGENCY = "agency", _("agency of the municipality")
    PARTNER = "partner", _("partner")


class Service(TenantModel):
    """A public service: described once, used as web page, operator's script, answer's source and open data."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("waiting for approval")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    code = models.CharField(_("identifier"), max_length=60)
    slug = models.SlugField(_("address"), max_length=120)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("in short"), blank=True)
    description = models.TextField(_("description"), blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    how_to = models.TextField(_("how to use it"), blank=True)
    requirements = models.TextField(_("requirements"), blank=True)
    evidence = models.TextField(_("documents needed"), blank=True)
    outcome = models.TextField(_("what you get"), blank=True)
    fee = models.TextField(_("cost"), blank=True)
    duration = models.TextField(_("how long it takes"), blank=True)
    place = models.TextField(_("where"), blank=True)
    contact = models.TextField(_("contacts"), blank=True)
    words = models.TextField(
        _("residents' own words"), blank=True, help_text=_("What people call it, one expression a line. Feeds search.")
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="services", blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("owning unit"), on_delete=models.PROTECT, null=True, blank=True)
    owner = models.ForeignKey(User, verbose_name=_("service owner"), on_delete=models.SET_NULL, null=True, blank=True)
    provider_kind = models.CharField(
        _("provider"), max_length=8, choices=ProviderKind.choices, default=ProviderKind.CITY
    )
    provider_name = models.CharField(_("provider's name"), max_length=160, blank=True)
    target_groups = ArrayField(models.CharField(max_length=40), verbose_name=_("target groups"), default=list, blank=True)
    domain = models.CharField(_("domain"), max_length=60, blank=True)
    life_events = ArrayField(models.CharField(max_length=60), verbose_name=_("life events"), default=list, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages of service"), default=list, blank=True)
    takes_reports = models.BooleanField(_("residents report to it"), default=False)
    needs_place = models.BooleanField(_("a report needs a place"), default=False)
    reports_are_public = models.BooleanField(_("reports are shown to the public"), default=False)
    form = models.JSONField(
        _("questions asked on reporting"), default=list, blank=True,
        help_text=_("Attributes of a report, as in Open311: code, datatype, description, required, values."),
    )
    is_popular = models.BooleanField(_("among the first on the home page"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("municipality", "slug", name="service_slug_once"),
            models.UniqueConstraint("municipality", "code", name="service_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Channel(TenantModel):
    """A way of using a service, with its link."""

    class Kind(models.TextChoices):
        WEB = "web", _("website")
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        COUNTER = "counter", _("at the counter")
        POST = "post", _("by post")
        PARTNER = "partner", _("at a partner")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=160, blank=True)
    link = models.CharField(_("link or number"), max_length=500, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class ChannelYear(TenantModel):
    """Figures of a channel for one year, as the state's register keeps them."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    volume = models.PositiveIntegerField(_("times used"), null=True, blank=True)
    satisfaction = models.DecimalField(_("satisfaction, 1 to 5"), max_digits=3, decimal_places=2, null=True, blank=True)
    cost = models.DecimalField(
        _("administrative cost, euros"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )
    client_minutes = models.PositiveIntegerField(_("client's time, minutes"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint("channel", "year", name="channel_year_once"),
            models.CheckConstraint(
                condition=models.Q(satisfaction__isnull=True) | models.Q(satisfaction__range=(1, 5)),
                name="satisfaction_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.year}"


class LegalBasis(TenantModel):
    """An act or a section that a service rests on."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="legal_bases")
    title = models.CharField(_("title"), max_length=300)
    link = models.URLField(_("link"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title
