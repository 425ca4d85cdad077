"""The municipality, its settlements (EHAK) and its own districts, with boundaries."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from raekoda.identity.places import boundaries
from raekoda.identity.places.models import Area
from raekoda.platform.core.tenancy import current
from raekoda.publishing.features.regions import Region
from raekoda.publishing.features.registry import Collection, Feature, Property

KINDS = (Area.Kind.MUNICIPALITY, Area.Kind.SETTLEMENT, Area.Kind.DISTRICT)


class Areas(Collection):
    """Areas that have a boundary."""

    id = "areas"
    title = _("Areas")
    description = _("The municipality, its settlements by EHAK and its own districts, with their boundaries.")
    geometry = "MultiPolygon"
    properties = (
        Property("title", _("name")),
        Property("kind", _("kind"), choices=KINDS, is_filter=True),
        Property("code", _("code"), is_filter=True),
        Property("type", _("type")),
        Property("source", _("source")),
        Property("is_approximate", _("approximate"), type="boolean"),
    )

    def rows(self) -> QuerySet[Area]:
        here = current()
        country = Q(municipality=None)
        itself = country & Q(kind=Area.Kind.MUNICIPALITY, code=here.code)
        settlements = country & Q(
            kind=Area.Kind.SETTLEMENT, parent__kind=Area.Kind.MUNICIPALITY, parent__code=here.code
        )
        return Area.objects.filter(itself | settlements | Q(municipality=here), geometry__isnull=False)

    def within(self, rows: QuerySet[Area], region: Region, limit: int) -> QuerySet[Area]:
        held: list[int] = []
        for kind in KINDS if region.shapes else ():
            layer = boundaries.get_layer(kind)
            held += [layer.areas[place].pk for place in layer.tree.query(region.whole, predicate="intersects")]
        return rows.filter(pk__in=held)

    def get(self, key: str) -> Feature | None:
        kind, _dash, code = key.partition("-")
        found = self.rows().filter(kind=kind, code=code).first()
        return self.features([found])[0] if found else None

    def features(self, rows: list[Any]) -> list[Feature]:
        return [
            Feature(
                f"{area.kind}-{area.code}",
                {
                    "title": area.name,
                    "kind": area.kind,
                    "code": area.code,
                    "type": area.type_name,
                    "source": area.source,
                    "is_approximate": area.is_approximate,
                },
                shape=area.geometry,
            )
            for area in rows
        ]
