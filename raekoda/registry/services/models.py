"""The services register, after the state's model of a public service description and CPSV-AP."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    Task,
    TaskState,
    WorkflowMixin,
)

from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import TenantModel
from raekoda.registry.services import rules
from raekoda.registry.services.classifiers import (
    ActKind,
    ChannelKind,
    Domain,
    Language,
    LifeEvent,
    Payment,
    ProviderKind,
    ServiceType,
    TargetGroup,
)
from raekoda.registry.services.fields import ScopedManyToManyField


class Topic(TenantModel):
    """A topic by people's needs, not by department. Two levels."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the page's address."))
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=40, blank=True, help_text=_("Name of a Lucide icon."))
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


class Service(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, TenantModel, ClusterableModel
):
    """A public service: one description for its web page, the operator's script, answers and open data.

    Drafts, history, locks and approval are Wagtail's. The row is the published version (or, before the first
    publishing, the first draft); later drafts are revisions.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    code = models.CharField(
        _("identifier"),
        max_length=60,
        blank=True,
        validators=[rules.validate_code],
        help_text=_("Stays the same for good. Left empty, the next free one is given."),
    )
    slug = models.SlugField(_("address"), max_length=120, help_text=_("The last part of the page's address."))
    live = models.BooleanField(_("published"), default=False, editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("in short"), blank=True, max_length=400)
    description = models.TextField(_("description"), blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    how_to = models.TextField(_("how to use it"), blank=True, help_text=_("One step a line."))
    requirements = models.TextField(_("requirements"), blank=True, help_text=_("One a line."))
    evidence = models.TextField(_("documents needed"), blank=True, help_text=_("One a line."))
    outcome = models.TextField(_("what you get"), blank=True)
    fee = models.TextField(_("cost"), blank=True)
    payment = models.CharField(_("kind of payment"), max_length=9, choices=Payment.choices, blank=True)
    fee_amount = models.DecimalField(
        _("amount, euros"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    duration = models.TextField(_("how long it takes"), blank=True)
    processing_days = models.PositiveSmallIntegerField(_("longest processing time, days"), null=True, blank=True)
    place = models.TextField(_("where"), blank=True)
    contact = models.TextField(_("contacts"), blank=True)
    words = models.TextField(
        _("residents' own words"), blank=True, help_text=_("What people call it, one expression a line. Feeds search.")
    )
    topics = ScopedManyToManyField(Topic, verbose_name=_("topics"), related_name="services", blank=True)
    related = ScopedManyToManyField(
        "self", verbose_name=_("related services"), symmetrical=False, related_name="related_from", blank=True
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("owning unit"), on_delete=models.SET_NULL, null=True, blank=True, related_name="services"
    )
    owner = models.ForeignKey(User, verbose_name=_("service owner"), on_delete=models.SET_NULL, null=True, blank=True)
    provider_kind = models.CharField(
        _("provider"), max_length=8, choices=ProviderKind.choices, default=ProviderKind.CITY
    )
    provider_name = models.CharField(_("provider's name"), max_length=160, blank=True)
    type = models.CharField(_("type of service"), max_length=16, choices=ServiceType.choices, blank=True)
    target_groups = ArrayField(
        models.CharField(max_length=40, choices=TargetGroup.choices),
        verbose_name=_("target groups"),
        default=list,
        blank=True,
    )
    domain = models.CharField(_("domain"), max_length=60, choices=Domain.choices, blank=True)
    life_events = ArrayField(
        models.CharField(max_length=60, choices=LifeEvent.choices),
        verbose_name=_("life events"),
        default=list,
        blank=True,
    )
    keywords = models.CharField(_("keywords"), max_length=300, blank=True, help_text=_("Separated by commas."))
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language.choices),
        verbose_name=_("languages of service"),
        default=list,
        blank=True,
    )
    takes_reports = models.BooleanField(_("residents report to it"), default=False)
    needs_place = models.BooleanField(_("a report needs a place"), default=False)
    sensitivity = models.CharField(
        _("sensitivity"), max_length=8, choices=Sensitivity.choices, default=Sensitivity.OPEN, db_default=Sensitivity.OPEN,
        help_text=_("How sensitive the matters of this service are: decides who reads them."),
    )  # fmt: skip
    reports_are_public = models.BooleanField(_("reports are shown to the public"), default=False)
    form: Any = models.JSONField(
        _("questions asked on reporting"),
        default=list,
        blank=True,
        validators=[rules.validate_form],
        help_text=_("Attributes of a report, as in Open311: code, datatype, description, required, values."),
    )
    is_popular = models.BooleanField(_("among the first on the home page"), default=False)
    uses_restricted_data = models.BooleanField(_("uses restricted data"), default=False)
    serves_emergency = models.BooleanField(_("a service of the Emergency Act"), default=False)
    information_systems = models.TextField(
        _("information systems"), blank=True, help_text=_("Their identifiers in the state's register, one a line.")
    )
    is_demo = models.BooleanField(default=False, editable=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("municipality", "slug", name="service_slug_once"),
            models.UniqueConstraint("municipality", "code", name="service_code_once"),
            models.CheckConstraint(
                condition=models.Q(live=False) | models.Q(retired_at__isnull=True), name="retired_service_is_not_live"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "id"], name="service_live", condition=models.Q(live=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> Service.Status:
        """Draft, published or retired: derived from ``live`` and ``retired_at``."""
        if self.live:
            return self.Status.PUBLISHED
        return self.Status.RETIRED if self.retired_at else self.Status.DRAFT

    def get_status_display(self) -> str:
        return str(self.status.label)

    def with_content_json(self, content: dict[str, Any]) -> Service:
        """A revision's content as an object; fields outside of revisions keep their current values."""
        service = super().with_content_json(content)
        service.retired_at = self.retired_at
        service.is_demo = self.is_demo
        service.created_at = self.created_at
        return service

    def publish(self, revision: Any, **options: Any) -> None:
        """Publish a revision; a retired service is restored."""
        if self.retired_at is not None:
            self.retired_at = None
            Service.objects.filter(pk=self.pk).update(retired_at=None)
        super().publish(revision, **options)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("et", "Eesti"), ("en", "English"), ("ru", "Русский")]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Preview of the service page in the language ``mode_name``."""
        from raekoda.registry.services.site import preview

        return preview(request, self, mode_name)


class Channel(TenantModel, ClusterableModel):
    """A channel of a service with its link."""

    Kind = ChannelKind

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=8, choices=ChannelKind.choices)
    name = models.CharField(_("name"), max_length=160, blank=True)
    link = models.CharField(
        _("link, number or address"), max_length=500, blank=True, validators=[rules.validate_channel_link]
    )
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    sort_order_field = "order"
    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    def save(self, **options: Any) -> None:
        self.municipality_id = self.service.municipality_id
        super().save(**options)


class ChannelYear(TenantModel):
    """Figures of a channel for one year, as in the state's register."""

    channel = ParentalKey(Channel, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    volume = models.PositiveIntegerField(_("times used"), null=True, blank=True)
    satisfaction = models.DecimalField(_("satisfaction, 1 to 5"), max_digits=3, decimal_places=2, null=True, blank=True)
    cost = models.DecimalField(
        _("administrative cost, euros"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    client_hours = models.DecimalField(
        _("clients' direct time, hours"),
        max_digits=10,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    client_hours_total = models.DecimalField(
        _("clients' whole time, hours"),
        max_digits=10,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    method = models.CharField(_("how it was measured"), max_length=300, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("yearly figures")
        verbose_name_plural = _("yearly figures")
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

    def save(self, **options: Any) -> None:
        self.municipality_id = self.channel.municipality_id
        super().save(**options)


class LegalBasis(TenantModel):
    """A legal act, or a section of it, on which a service is based."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="legal_bases")
    title = models.CharField(_("title"), max_length=300)
    link = models.URLField(_("link"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=13, choices=ActKind.choices, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    sort_order_field = "order"
    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        self.municipality_id = self.service.municipality_id
        super().save(**options)


class MunicipalApproval(Task):
    """An approval step, done by those who may publish services in the current municipality."""

    class Meta:
        verbose_name = _("approval by the municipality's editors")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Editors and administrators of the municipality approve."))

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return _may_publish(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not _may_publish(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return _may_publish(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not _may_publish(user):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Task states of the current municipality that the user can moderate."""
        if not _may_publish(user):
            return TaskState.objects.none()
        keys = [str(key) for key in Service.objects.values_list("pk", flat=True)]
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=keys)


def _may_publish(user: Any) -> bool:
    return Actor.staff(user).may("services.publish")


class RegisterImport(TenantModel):
    """An uploaded file of services: previewed first, then written by a task."""

    class State(models.TextChoices):
        CHECKED = "checked", _("looked through")
        RUNNING = "running", _("being written")
        DONE = "done", _("written")
        FAILED = "failed", _("not written")

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKED)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("import of services")
        verbose_name_plural = _("imports of services")

    def __str__(self) -> str:
        return self.name
