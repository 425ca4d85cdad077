"""Map layers (playgrounds, street lights) and the municipality's assets in them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from raekoda.identity.accounts.models import User
from raekoda.identity.places.models import Area
from raekoda.platform.core.fields import PointField
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.tokens import new_ref
from raekoda.registry.services.fields import ScopedManyToManyField
from raekoda.registry.services.models import Service

MAX_ID_LENGTH, MAX_LABEL_LENGTH, MAX_ADDRESS_LENGTH = 120, 200, 200


class Icon(models.TextChoices):
    """Icons of layers: names of Lucide icons."""

    PLACE = "map-pin", _("place")
    LIGHT = "lightbulb", _("light")
    PLAYGROUND = "toy-brick", _("playground")
    WASTE = "trash-2", _("waste point")
    BENCH = "armchair", _("bench")
    TREE = "tree-deciduous", _("tree")
    SPORT = "dumbbell", _("sports ground")
    STOP = "bus", _("bus stop")
    BICYCLE = "bike", _("bicycle parking")
    PARKING = "square-parking", _("car park")
    SIGN = "signpost", _("sign")
    WATER = "droplets", _("water, well, drain")
    BEACH = "waves", _("beach")
    DOGS = "dog", _("dog park")
    BUILDING = "building-2", _("building")
    AID = "heart-pulse", _("first aid, defibrillator")


class Tone(models.TextChoices):
    """Colours of layers: those of the municipality's theme."""

    ACCENT = "accent", _("the municipality's colour")
    INFO = "info", _("blue")
    SUCCESS = "success", _("green")
    WARNING = "warning", _("yellow")
    DANGER = "danger", _("red")
    NEUTRAL = "neutral", _("grey")


class Layer(TenantModel, ClusterableModel):
    """A kind of assets, imported from a file: its names, its presentation, the services responsible for it."""

    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the page's address."))
    name = models.CharField(_("name"), max_length=120, help_text=_("Of all of them: “Playgrounds”."))
    item_name = models.CharField(_("name of one"), max_length=120, help_text=_("“Playground”."))
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=30, choices=Icon.choices, default=Icon.PLACE)
    tone = models.CharField(_("colour"), max_length=10, choices=Tone.choices, default=Tone.ACCENT)
    services = ScopedManyToManyField(
        Service,
        verbose_name=_("services"),
        related_name="asset_layers",
        blank=True,
        help_text=_("Whoever reports to one of these chooses an asset of this layer."),
    )
    is_public = models.BooleanField(_("shown to the public"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True, help_text=_("For example CC BY 4.0."))
    columns: Any = models.JSONField(default=dict, editable=False)
    imported_at = models.DateTimeField(_("last import"), null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("map layer")
        verbose_name_plural = _("map layers")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("municipality", "slug", name="asset_layer_slug_once")]

    def __str__(self) -> str:
        return self.name


class LayerField(TenantModel):
    """An attribute of a layer's assets that is stored and shown; other columns of a file are ignored."""

    layer = ParentalKey(Layer, on_delete=models.CASCADE, related_name="fields")
    code = models.CharField(_("column in the file"), max_length=80)
    label = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    sort_order_field = "order"
    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint("layer", "code", name="asset_layer_field_once")]

    def __str__(self) -> str:
        return self.label

    def save(self, **options: Any) -> None:
        self.municipality_id = self.layer.municipality_id
        super().save(**options)


class Asset(TenantModel):
    """An object on the map. It is never deleted: when it is missing from an imported file, it is marked as removed."""

    class State(models.TextChoices):
        IN_USE = "in_use", _("in use")
        REMOVED = "removed", _("removed")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="assets", db_index=False)
    external_id = models.CharField(_("identifier in the source"), max_length=MAX_ID_LENGTH)
    ref = models.CharField(max_length=10, default=new_ref, editable=False, unique=True)
    label = models.CharField(_("name"), max_length=MAX_LABEL_LENGTH, blank=True)
    point = PointField(_("place"))
    geometry: Any = models.JSONField(_("shape"), null=True, blank=True, help_text="GeoJSON, EPSG:4326")
    address = models.CharField(_("address"), max_length=MAX_ADDRESS_LENGTH, blank=True)
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.SET_NULL, null=True, blank=True)
    attributes: Any = models.JSONField(_("further data"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.IN_USE)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    search_text = models.CharField(max_length=600, editable=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            models.UniqueConstraint("layer", "external_id", name="asset_external_once"),
            models.CheckConstraint(
                condition=models.Q(state="in_use", removed_at__isnull=True)
                | models.Q(state="removed", removed_at__isnull=False),
                name="asset_removed_when",
            ),
        ]
        indexes = [
            GistIndex(fields=["layer", "point"], name="asset_place", condition=models.Q(state="in_use")),
            GinIndex(fields=["search_text"], name="asset_words", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["layer", "label", "id"], name="asset_by_label", condition=models.Q(state="in_use")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its own name, otherwise the name of its kind and its identifier."""
        return self.label or f"{self.layer.item_name} {self.external_id}"

    @property
    def is_in_use(self) -> bool:
        return self.state == self.State.IN_USE


class LayerImport(TenantModel):
    """An uploaded file of a layer: previewed first, then written by a task."""

    class State(models.TextChoices):
        CHECKED = "checked", _("looked through")
        RUNNING = "running", _("being written")
        DONE = "done", _("written")
        FAILED = "failed", _("not written")

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    columns: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKED)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome: Any = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("import of assets")
        verbose_name_plural = _("imports of assets")
        constraints = [
            models.UniqueConstraint("layer", condition=models.Q(state="running"), name="asset_import_one_at_a_time")
        ]

    def __str__(self) -> str:
        return self.name
