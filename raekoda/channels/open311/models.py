from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import User
from raekoda.identity.places.models import Area
from raekoda.platform.core.apikeys import AbstractApiKey
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.secrets import EncryptedField
from raekoda.registry.services.models import Service

PARTNER_PREFIX = "partner:"


class ApiKey(AbstractApiKey):
    """A key that lets an integration create reports. Only its digest is stored."""

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")


class IdempotencyKey(TenantModel):
    """The first answer to a request that carried an ``Idempotency-Key``; the same key gets the same answer."""

    key = models.CharField(max_length=255)
    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE)
    fingerprint = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint("api_key", "key", name="idempotency_once")]

    def __str__(self) -> str:
        return self.key


def partner_source(partner_id: int | None) -> str:
    """``Case.external_source`` of a report from a partner; "" without one."""
    return f"{PARTNER_PREFIX}{partner_id}" if partner_id is not None else ""


class Partner(TenantModel):
    """Another system with which reports are exchanged: a neighbour city, a national app, a road administration."""

    class Form(models.TextChoices):
        JSON = "json", "JSON"
        XML = "xml", "XML"

    class Mode(models.TextChoices):
        STAFF = "staff", _("an official confirms every report")
        RULES = "rules", _("public reports go at once, others after an official's decision")

    class Closing(models.TextChoices):
        OFFICIAL = "official", _("an official reads their answer and answers the sender")
        AT_ONCE = "at_once", _("their answer closes the case here at once")

    name = models.CharField(_("name"), max_length=120)
    url = models.CharField(
        _("address of the endpoint"),
        max_length=300,
        blank=True,
        help_text=_("GeoReport v2, for example https://linn.example.ee/open311/v2. Empty: they only send to us."),
    )
    jurisdiction_id = models.CharField(_("jurisdiction_id"), max_length=120, blank=True)
    api_key = EncryptedField(blank=True)
    key = models.OneToOneField(
        ApiKey,
        verbose_name=_("their key here"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="partner",
        help_text=_("Reports that come with this key are theirs: they may read how those go and send updates."),
    )
    form = models.CharField(_("format"), max_length=4, choices=Form.choices, default=Form.JSON)
    areas = models.ManyToManyField(
        Area,
        blank=True,
        related_name="+",
    )
    mode = models.CharField(_("passing on"), max_length=5, choices=Mode.choices, default=Mode.STAFF)
    closing = models.CharField(
        _("when they have answered"), max_length=8, choices=Closing.choices, default=Closing.OFFICIAL
    )
    takes_contacts = models.BooleanField(
        _("name, e-mail and phone may be passed on, when the sender has agreed"), default=False
    )
    poll_minutes = models.PositiveSmallIntegerField(
        _("asked for news every … minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    is_active = models.BooleanField(_("in use"), default=True)
    default_service = models.ForeignKey(
        "PartnerService", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    reading_at = models.DateTimeField(null=True, editable=False)
    services_read_at = models.DateTimeField(null=True, editable=False)
    gives_updates = models.BooleanField(default=False, editable=False)
    is_idempotent = models.BooleanField(default=False, editable=False)
    shows_ours = models.BooleanField(default=False, editable=False)
    updates_until = models.DateTimeField(null=True, editable=False)
    polled_at = models.DateTimeField(null=True, editable=False)
    poll_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", "name", name="partner_name_once")]

    def __str__(self) -> str:
        return self.name


class PartnerService(models.Model):
    """A service that a partner offers, as last read from it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="services")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=120, blank=True)
    attributes = models.JSONField(default=list)
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("partner", "code", name="partner_service_once")]

    def __str__(self) -> str:
        return self.name


class ServiceMapping(models.Model):
    """The counterpart of our service at a partner, and whether the partner handles its reports."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="mappings")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(PartnerService, on_delete=models.CASCADE, related_name="+")
    is_theirs = models.BooleanField(default=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("partner", "service", name="service_mapped_once")]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.theirs_id}"


class Handover(TenantModel):
    """A case forwarded to a partner, and its state there."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a decision")
        QUEUED = "queued", _("on its way")
        UNKNOWN = "unknown", _("not known whether it arrived")
        REFUSED = "refused", _("not delivered")
        SENT = "sent", _("with them")
        DONE = "done", _("closed there")
        WITHDRAWN = "withdrawn", _("stays with us")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="handovers")
    state = models.CharField(max_length=9, choices=State.choices)
    reason = models.CharField(max_length=200, blank=True)
    service_code = models.CharField(max_length=60, blank=True)
    service_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    media_url = models.CharField(max_length=500, blank=True)
    with_contact = models.BooleanField(default=False)
    ends_here = models.BooleanField(default=False)
    official = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=1)
    attempted_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    sent_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=120, blank=True)
    their_status = models.CharField(max_length=40, blank=True)
    their_words = models.TextField(blank=True)
    their_outcome = models.CharField(max_length=40, blank=True)
    their_url = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(null=True)
    to_check = models.BooleanField(default=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("report passed on")
        verbose_name_plural = _("reports passed on")
        constraints = [
            models.UniqueConstraint(
                "case", condition=Q(state__in=("proposed", "queued", "unknown", "sent")), name="one_live_handover"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-id"], name="handover_state"),
            models.Index(fields=["partner", "state", "id"], name="handover_partner"),
            models.Index(fields=["partner", "external_id"], name="handover_external", condition=~Q(external_id="")),
            models.Index(fields=["municipality", "-id"], name="handover_to_check", condition=Q(to_check=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.partner_id}"


class Received(models.Model):
    """A case that a partner made with its key, and which it may read and update."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="received")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.case_id}"


class TakenUpdate(models.Model):
    """An applied update of a partner: the same update again changes nothing."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    update_id = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("partner", "case", "update_id", name="update_taken_once")]

    def __str__(self) -> str:
        return self.update_id
