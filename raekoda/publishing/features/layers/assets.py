"""Assets of the municipality: a collection for each public layer of assets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.publishing.features.regions import Region
from raekoda.publishing.features.registry import Collection, Feature, Property
from raekoda.registry.assets import queries
from raekoda.registry.assets.models import Asset, Layer


class Assets(Collection):
    """The assets of one layer that are in use, with the attributes that the layer shows."""

    order = ("label", "id")

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self.id = f"assets-{layer.slug}"
        self.title, self.description = layer.name, layer.description
        self.attribution = ", ".join(filter(None, (layer.source, layer.licence)))
        plain = (
            Property("title", _("name")),
            Property("external_id", _("identifier in the source"), is_filter=True),
            Property("address", _("address")),
            Property("url", _("web page"), format="uri"),
        )
        taken = {each.name for each in plain}
        self._fields = {each.code: f"{each.code}_" if each.code in taken else each.code for each in layer.fields.all()}
        shown = (Property(self._fields[each.code], each.label, type="") for each in layer.fields.all())
        self.properties = (*plain, *shown)

    def rows(self) -> QuerySet[Asset]:
        return queries.public_assets(self._layer).defer(None).defer("search_text")

    def within(self, rows: QuerySet[Any], region: Region, limit: int) -> QuerySet[Any]:
        import shapely

        drawn = list(
            rows.filter(geometry__isnull=False).values_list("pk", Cast("geometry", TextField())).order_by("pk")
        )
        if not drawn:
            return super().within(rows, region, limit)
        shapes = shapely.from_geojson([text for _pk, text in drawn], on_invalid="ignore")
        touched = shapely.intersects(shapes, region.whole)
        keys = [pk for (pk, _text), is_touched in zip(drawn, touched, strict=True) if is_touched]
        undrawn = rows.filter(region.contains(self.point), geometry__isnull=True)
        return rows.filter(pk__in=[*keys, *undrawn.values_list("pk", flat=True)])

    def features(self, rows: list[Any]) -> list[Feature]:
        return [Feature(row.ref, self._described(row), point=row.point, shape=row.geometry) for row in rows]

    def _described(self, row: Asset) -> dict[str, Any]:
        attributes = {name: row.attributes.get(code) for code, name in self._fields.items()}
        page = site_url(current()) + reverse("assets:asset", args=[row.ref])
        plain = {"title": row.title, "external_id": row.external_id, "address": row.address, "url": page}
        return plain | attributes


def layers() -> Iterable[Collection]:
    """A collection for each public layer of the open municipality."""
    return [Assets(layer) for layer in queries.public_layers()]
