"""Collections of features and their registry.

A collection is a small class (see ``layers/places.py``). Register the class, or a function that returns several collections
or different ones per municipality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from raekoda.platform.core.fields import Point
from raekoda.platform.core.paging import is_cursor
from raekoda.platform.core.paging import page as keyset_page
from raekoda.platform.core.registry import Registry
from raekoda.publishing.features.errors import InvalidParameter
from raekoda.publishing.features.regions import Region, within


@dataclass(frozen=True)
class Property:
    """A property of a collection's features: name, title, JSON type and format.

    ``choices`` are all the values it may have; ``is_filter`` lets callers ask for one value of it.
    """

    name: str
    title: Any
    type: str = "string"
    format: str = ""
    choices: tuple[str, ...] = ()
    is_filter: bool = False


class Feature(NamedTuple):
    """One feature: identifier, properties, and location as a point or a GeoJSON geometry in degrees."""

    id: str
    properties: dict[str, Any]
    point: Point | None = None
    shape: dict[str, Any] | None = None


@dataclass(frozen=True)
class PageRequest:
    """Parameters of a page of features. The interval includes ``since`` and excludes ``until``."""

    limit: int
    cursor: str = ""
    region: Region | None = None
    since: datetime | None = None
    until: datetime | None = None
    filters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FeaturePage:
    """A page of features with cursors of the next and previous pages."""

    features: list[Feature]
    next_cursor: str | None = None
    previous_cursor: str | None = None


class Collection:
    """Public features of one kind of the current municipality.

    A subclass defines at least :meth:`rows` and :meth:`features`. Every read starts from :meth:`rows`.
    """

    id: str
    title: Any
    description: Any = ""
    geometry: ClassVar[str] = "Point"
    properties: Sequence[Property] = ()
    order: tuple[str, ...] = ("id",)
    key: str = "ref"
    point: str = "point"
    moment: str = ""
    attribution: str = ""

    def rows(self) -> QuerySet[Any]:
        """All public rows."""
        raise NotImplementedError

    def features(self, rows: list[Any]) -> list[Feature]:
        """The features of these rows, in a number of queries that does not grow with them."""
        raise NotImplementedError

    def filtered(self, rows: QuerySet[Any], filters: dict[str, Any]) -> QuerySet[Any]:
        """Rows filtered by property values; property names are model fields by default."""
        return rows.filter(**filters)

    def within(self, rows: QuerySet[Any], region: Region, limit: int) -> QuerySet[Any]:
        """Rows in the region."""
        return within(rows, region, self.point, self.order, limit)

    def page(self, request: PageRequest) -> FeaturePage:
        """The requested page. Raises ``InvalidParameter`` for a cursor of another collection."""
        rows = self.rows()
        if request.cursor and not is_cursor(request.cursor, rows.model, self.order):
            raise InvalidParameter(_("This cursor belongs to no page here. Begin again without it."))
        if request.filters:
            rows = self.filtered(rows, request.filters)
        if self.moment and request.since:
            rows = rows.filter(**{f"{self.moment}__gte": request.since})
        if self.moment and request.until:
            rows = rows.filter(**{f"{self.moment}__lt": request.until})
        if request.region is not None:
            rows = self.within(rows, request.region, request.limit)
        found = keyset_page(rows, request.cursor, self.order, request.limit)
        return FeaturePage(self.features(found.items), found.next_cursor, found.previous_cursor)

    def get(self, key: str) -> Feature | None:
        """The feature with this identifier, None when there is none."""
        rows: list[Model] = list(self.rows().filter(**{self.key: key})[:1])
        return self.features(rows)[0] if rows else None

    def earliest(self) -> datetime | None:
        """The moment of the earliest feature, where features have one."""
        if not self.moment:
            return None
        return self.rows().order_by(self.moment).values_list(self.moment, flat=True).first()

    @property
    def filters(self) -> list[Property]:
        return [each for each in self.properties if each.is_filter]


Source = Callable[[], Collection | Iterable[Collection]]
collection_sources: Registry[Source] = Registry(
    f"{__name__}.collection_sources", Source, "Map layers: a class of a collection, or a function that gives several"
)


def collections() -> dict[str, Collection]:
    """The collections of the current municipality by their identifiers, in the order of registration."""
    return {collection.id: collection for source in collection_sources for collection in _collections_from(source)}


def _collections_from(source: Source) -> Iterable[Collection]:
    given = source()
    return [given] if isinstance(given, Collection) else given
