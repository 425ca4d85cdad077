from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.cases.models import Case
from raekoda.core.models import TenantModel


class ApiKey(TenantModel):
    """A key that lets an integration create reports. Only its digest is kept."""

    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=8)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


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
