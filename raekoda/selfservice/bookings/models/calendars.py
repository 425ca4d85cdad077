"""Outgoing calendars (secret links) and incoming ones (busy times of a resource from foreign calendars)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from modelcluster.fields import ParentalKey

from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.addresses import ascii_url
from raekoda.platform.core.models import TenantModel
from raekoda.platform.core.outgoing import valid_address
from raekoda.platform.core.secrets import EncryptedField
from raekoda.selfservice.bookings.models.resources import Resource, ResourceRow


class CalendarLink(TenantModel):
    """A secret calendar address of a person's bookings, or of a resource for a member of staff. Looked up by the digest of its
    token; the token is stored encrypted, to be displayed again to its owner. ``holder`` is the person or the representative
    for whom it was created; it works as long as the holder may act for the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    token = EncryptedField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, resource__isnull=True, user__isnull=True)
                | Q(person__isnull=True, resource__isnull=False, user__isnull=False),
                name="calendar_of_somebody",
            ),
            models.UniqueConstraint(
                "person", "holder", name="one_calendar_of_holder", condition=Q(revoked_at=None, person__isnull=False)
            ),
            models.UniqueConstraint(
                "resource", "user", name="one_calendar_of_user", condition=Q(revoked_at=None, user__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class CalendarAddressInput(forms.URLField):
    """Accepts ``webcal://`` addresses as ``https://``."""

    def to_python(self, value: Any) -> str:
        text = ascii_url(str(value or ""))
        scheme, colon, rest = text.partition("://")
        https = f"https://{rest}" if colon and scheme.lower() in {"webcal", "webcals"} else text
        return super().to_python(https) or ""


class CalendarAddress(models.URLField):
    """A calendar address; ``webcal://`` is stored as ``https://``."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": CalendarAddressInput, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class ForeignCalendar(ResourceRow):
    """A foreign calendar (iCalendar over HTTP) whose busy times block the resource."""

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="calendars")
    url = CalendarAddress(_("address of the calendar"), max_length=500, validators=[valid_address])
    words = models.CharField(_("name"), max_length=120, blank=True)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=60, blank=True, editable=False)
    left_out: Any = models.JSONField(default=list, blank=True, editable=False)
    left_out_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("calendar elsewhere")
        verbose_name_plural = _("calendars elsewhere")
        constraints = [models.UniqueConstraint("resource", "url", name="foreign_calendar_once")]

    def __str__(self) -> str:
        return self.words or self.url


class BusyTime(TenantModel):
    """A busy time of a foreign calendar. No other data of its events is stored."""

    calendar = models.ForeignKey(ForeignCalendar, on_delete=models.CASCADE, related_name="times")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_has_time"),
            models.UniqueConstraint("calendar", "starts_at", "ends_at", name="busy_time_once"),
        ]
        indexes = [models.Index(fields=["resource", "starts_at"], name="busy_time")]

    def __str__(self) -> str:
        return f"{self.starts_at} – {self.ends_at}"
