"""Comparing a file with the database: new, changed, unchanged and removed assets; in batches that fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from raekoda.identity.places import queries as places
from raekoda.registry.assets.importing.columns import Columns
from raekoda.registry.assets.importing.files import AssetFile
from raekoda.registry.assets.importing.records import Reader, Record, RowError
from raekoda.registry.assets.models import Asset, Layer

BATCH = 500
MAX_EXAMPLES = 100
COMPARED = ("label", "address", "point", "geometry", "area_id", "attributes", "search_text")
MANY_REMOVED = 10


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass
class Decision:
    """The change of one record: its asset with the new values, and which of its fields change."""

    record: Record
    asset: Asset
    change: Change
    parts: list[str] = field(default_factory=list)
    is_restored: bool = False


@dataclass
class Outcome:
    """The changes that a file makes to a layer: counts and the first examples."""

    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    removed: int = 0
    swapped: int = 0
    on_grid: int = 0
    in_use: int = 0
    errors: list[RowError] = field(default_factory=list)
    examples: list[Decision] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.good + self.bad

    @property
    def good(self) -> int:
        return self.new + self.changed + self.same

    @property
    def removes_many(self) -> bool:
        """More than half of the layer would be removed; needs confirmation, as it may be the wrong file."""
        return self.removed >= MANY_REMOVED and self.removed * 2 > self.in_use

    def counts(self) -> dict[str, Any]:
        """Counts for the journal and the import's record."""
        return {name: getattr(self, name) for name in ("new", "changed", "same", "bad", "removed")}

    def add_decision(self, decision: Decision) -> None:
        setattr(self, decision.change.value, getattr(self, decision.change.value) + 1)
        self.swapped += decision.record.coordinate_format.is_swapped
        self.on_grid += decision.record.coordinate_format.on_grid
        if decision.change != Change.SAME and len(self.examples) < MAX_EXAMPLES:
            self.examples.append(decision)

    def add_error(self, error: RowError) -> None:
        self.bad += 1
        if len(self.errors) < MAX_EXAMPLES:
            self.errors.append(error)


class Comparison:
    """One pass through ``file``, comparing it with the assets of ``layer``."""

    def __init__(self, layer: Layer, file: AssetFile, columns: Columns) -> None:
        self.layer, self.file = layer, file
        self.reader = Reader(columns, list(layer.fields.values_list("code", flat=True)))
        self.outcome = Outcome()

    def run(self, write: Callable[[list[Decision]], None] = lambda decisions: None) -> Outcome:
        """Decide on every row, calling ``write`` for each batch; then count removed assets. Raises ``InvalidFile``."""
        for batch in self._batches():
            write(self.decide(batch))
        self.outcome.in_use = Asset.objects.filter(layer=self.layer, state=Asset.State.IN_USE).count()
        self.outcome.removed = len(self.missing_keys())
        return self.outcome

    def missing_keys(self) -> list[int]:
        """Keys of assets in use that are missing from the file; a row with an error counts as present."""
        in_use = Asset.objects.filter(layer=self.layer, state=Asset.State.IN_USE)
        rows = in_use.values_list("pk", "external_id").iterator(chunk_size=5_000)
        return [key for key, external_id in rows if external_id not in self.reader.seen]

    def decide(self, records: list[Record]) -> list[Decision]:
        """The change of each record; records outside the municipality are errors."""
        known = Asset.objects.filter(layer=self.layer, external_id__in=[record.external_id for record in records])
        by_id = {asset.external_id: asset for asset in known}
        decisions = []
        for record in records:
            if not places.is_inside(record.point, self.layer.municipality):
                message = _("The place is outside %(name)s.") % {"name": self.layer.municipality.name}
                self.outcome.add_error(RowError(record.number, message, record.external_id))
                continue
            decision = self._decide(record, by_id.get(record.external_id))
            self.outcome.add_decision(decision)
            decisions.append(decision)
        return decisions

    def _batches(self) -> Iterator[list[Record]]:
        entries = self.file.entries()
        while batch := list(islice(entries, BATCH)):
            results = [self.reader.read(entry) for entry in batch]
            for result in results:
                if isinstance(result, RowError):
                    self.outcome.add_error(result)
            yield [result for result in results if isinstance(result, Record)]

    def _decide(self, record: Record, asset: Asset | None) -> Decision:
        values = self._values(record)
        if asset is None:
            asset = Asset(municipality_id=self.layer.municipality_id, layer=self.layer, external_id=record.external_id)
            _set(asset, values)
            return Decision(record, asset, Change.NEW)
        parts = [name for name in COMPARED if getattr(asset, name) != values[name]]
        is_restored = not asset.is_in_use
        _set(asset, values)
        asset.state, asset.removed_at = Asset.State.IN_USE, None
        change = Change.CHANGED if parts or is_restored else Change.SAME
        return Decision(record, asset, change, [part for part in parts if part != "search_text"], is_restored)

    def _values(self, record: Record) -> dict[str, Any]:
        area = places.district_at(record.point, self.layer.municipality) or places.settlement_at(record.point)
        values: dict[str, Any] = {name: getattr(record, name) for name in COMPARED if name != "area_id"}
        return {**values, "area_id": area.pk if area else None}


def _set(asset: Asset, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(asset, name, value)
