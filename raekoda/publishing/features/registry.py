"""Collections of features: what one is made of, and the registry to which apps add theirs.

A collection is a class of some twenty lines (see ``layers/places.py``); whoever has several, or different ones for each
municipality, registers a function that gives them.
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
from raekoda.publishing.features.errors import Unusable
from raekoda.publishing.features.regions import Region, within


@dataclass(frozen=True)
class Property:
    """A property of a collection's features: its name, its meaning in words, its JSON type and format.

    ``choices`` are all the values it may have; ``is_filter`` lets callers ask for one value of it.
    """

    name: str
    title: Any
    type: str = "string"
    format: str = ""
    choices: tuple[str, ...] = ()
    is_filter: bool = False


class Feature(NamedTuple):
    """One feature: its identifier, its properties, and its place as a point or as a GeoJSON geometry in degrees."""

    id: str
    properties: dict[str, Any]
    point: Point | None = None
    shape: dict[str, Any] | None = None


@dataclass(frozen=True)
class Asked:
    """What a page of features is asked for. The interval holds its start and not its end."""

    limit: int
    cursor: str = ""
    region: Region | None = None
    since: datetime | None = None
    until: datetime | None = None
    filters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Features of one page, and the cursors of the pages after and before it."""

    features: list[Feature]
    next_cursor: str | None = None
    previous_cursor: str | None = None


class Collection:
    """Features of one kind of the open municipality, newest or first come first, behind the gate of their own room.

    A subclass gives at least :meth:`rows` and :meth:`features`. Every read here begins with :meth:`rows`.
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
        """All that anybody may see."""
        raise NotImplementedError

    def features(self, rows: list[Any]) -> list[Feature]:
        """The features of these rows, in a number of queries that does not grow with them."""
        raise NotImplementedError

    def filtered(self, rows: QuerySet[Any], filters: dict[str, Any]) -> QuerySet[Any]:
        """Rows whose properties have the values asked for; as they are named on the model unless a subclass says more."""
        return rows.filter(**filters)

    def within(self, rows: QuerySet[Any], region: Region, limit: int) -> QuerySet[Any]:
        """Rows in the region."""
        return within(rows, region, self.point, self.order, limit)

    def page(self, asked: Asked) -> Found:
        """The page asked for. Raises ``Unusable`` for a cursor that is not of this collection."""
        rows = self.rows()
        if asked.cursor and not is_cursor(asked.cursor, rows.model, self.order):
            raise Unusable(_("This cursor belongs to no page here. Begin again without it."))
        if asked.filters:
            rows = self.filtered(rows, asked.filters)
        if self.moment and asked.since:
            rows = rows.filter(**{f"{self.moment}__gte": asked.since})
        if self.moment and asked.until:
            rows = rows.filter(**{f"{self.moment}__lt": asked.until})
        if asked.region is not None:
            rows = self.within(rows, asked.region, asked.limit)
        found = keyset_page(rows, asked.cursor, self.order, asked.limit)
        return Found(self.features(found.items), found.next_cursor, found.previous_cursor)

    def one(self, key: str) -> Feature | None:
        """One feature by its identifier."""
        rows: list[Model] = list(self.rows().filter(**{self.key: key})[:1])
        return self.features(rows)[0] if rows else None

    def begins(self) -> datetime | None:
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
    """The collections of the open municipality by their identifiers, in the order of registration."""
    return {collection.id: collection for source in collection_sources for collection in _given_by(source)}


def _given_by(source: Source) -> Iterable[Collection]:
    given = source()
    return [given] if isinstance(given, Collection) else given
