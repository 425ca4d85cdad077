from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from raekoda.platform.core.fields import PointField
from raekoda.platform.core.models import Municipality, TenantModel


class Area(models.Model):
    """A unit of EHAK (county, municipality, settlement; shared by all municipalities) or a municipality's own
    district."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("county")
        MUNICIPALITY = "municipality", _("municipality")
        SETTLEMENT = "settlement", _("settlement")
        DISTRICT = "district", _("district")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=40, help_text=_("EHAK code, or a short name of a district."))
    name = models.CharField(_("name"), max_length=120)
    type_name = models.CharField(_("type"), max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="districts",
        help_text=_("Set on the districts that a municipality keeps itself."),
    )
    geometry = models.JSONField(_("boundary"), null=True, blank=True, help_text="GeoJSON, EPSG:4326")
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_approximate = models.BooleanField(_("approximate"), default=False)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("kind", "code", "municipality", name="area_code_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name


class AreaVersion(models.Model):
    """One row with a version that a trigger changes with every change of areas, to invalidate caches."""

    id = models.SmallIntegerField(primary_key=True)
    version = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.version


class Address(TenantModel):
    """An address of the municipality with its place; the table that address search reads."""

    text = models.CharField(_("address"), max_length=200)
    search_text = models.CharField(max_length=200, editable=False)
    point = PointField()
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True)
    external_id = models.CharField(max_length=80, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [models.UniqueConstraint("municipality", "text", name="address_once")]
        indexes = [
            GinIndex(fields=["search_text"], name="address_trgm", opclasses=["gin_trgm_ops"]),
            GistIndex(fields=["point"], name="address_point"),
        ]

    def __str__(self) -> str:
        return self.text
