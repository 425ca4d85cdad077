"""Going through a file beside what the register has: what is new, changed, the same, gone; in steps that fit in memory."""

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
from raekoda.registry.assets.importing.records import Fault, Reader, Record
from raekoda.registry.assets.models import Asset, Layer

BATCH = 500
MOST_SHOWN = 100
COMPARED = ("label", "address", "point", "geometry", "area_id", "attributes", "search_text")
MANY = 10


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass
class Decision:
    """What becomes of one record: its asset as it will be, and which of its parts change."""

    record: Record
    asset: Asset
    change: Change
    parts: list[str] = field(default_factory=list)
    comes_back: bool = False


@dataclass
class Outcome:
    """What a file does to a layer, in numbers and the first examples."""

    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    removed: int = 0
    swapped: int = 0
    on_grid: int = 0
    in_use: int = 0
    faults: list[Fault] = field(default_factory=list)
    shown: list[Decision] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.good + self.bad

    @property
    def good(self) -> int:
        return self.new + self.changed + self.same

    @property
    def removes_many(self) -> bool:
        """More than half of the layer would go: perhaps the wrong file, so a person says yes first."""
        return self.removed >= MANY and self.removed * 2 > self.in_use

    def counts(self) -> dict[str, Any]:
        """For the journal and the import's record."""
        return {name: getattr(self, name) for name in ("new", "changed", "same", "bad", "removed")}

    def note(self, decision: Decision) -> None:
        setattr(self, decision.change.value, getattr(self, decision.change.value) + 1)
        self.swapped += decision.record.placing.is_swapped
        self.on_grid += decision.record.placing.on_grid
        if decision.change != Change.SAME and len(self.shown) < MOST_SHOWN:
            self.shown.append(decision)

    def refuse(self, fault: Fault) -> None:
        self.bad += 1
        if len(self.faults) < MOST_SHOWN:
            self.faults.append(fault)


class Comparison:
    """One pass through ``file`` beside the assets of ``layer``."""

    def __init__(self, layer: Layer, file: AssetFile, columns: Columns) -> None:
        self.layer, self.file = layer, file
        self.reader = Reader(columns, list(layer.fields.values_list("code", flat=True)))
        self.outcome = Outcome()

    def go(self, each: Callable[[list[Decision]], None] = lambda decisions: None) -> Outcome:
        """Decide on every row, ``each`` batch in turn; then count what is gone. Raises ``BadFile``."""
        for batch in self._batches():
            each(self.decide(batch))
        self.outcome.in_use = Asset.objects.filter(layer=self.layer, state=Asset.State.IN_USE).count()
        self.outcome.removed = len(self.gone())
        return self.outcome

    def gone(self) -> list[int]:
        """Keys of assets in use that the file does not name; a row with a mistake counts as named."""
        in_use = Asset.objects.filter(layer=self.layer, state=Asset.State.IN_USE)
        rows = in_use.values_list("pk", "external_id").iterator(chunk_size=5_000)
        return [key for key, external_id in rows if external_id not in self.reader.seen]

    def decide(self, records: list[Record]) -> list[Decision]:
        """What becomes of each of ``records``; those outside the municipality are refused."""
        known = Asset.objects.filter(layer=self.layer, external_id__in=[record.external_id for record in records])
        by_id = {asset.external_id: asset for asset in known}
        decisions = []
        for record in records:
            if not places.is_inside(record.point, self.layer.municipality):
                words = _("The place is outside %(name)s.") % {"name": self.layer.municipality.name}
                self.outcome.refuse(Fault(record.number, words, record.external_id))
                continue
            decision = self._decide(record, by_id.get(record.external_id))
            self.outcome.note(decision)
            decisions.append(decision)
        return decisions

    def _batches(self) -> Iterator[list[Record]]:
        entries = self.file.entries()
        while some := list(islice(entries, BATCH)):
            read = [self.reader.read(entry) for entry in some]
            for each in read:
                if isinstance(each, Fault):
                    self.outcome.refuse(each)
            yield [each for each in read if isinstance(each, Record)]

    def _decide(self, record: Record, asset: Asset | None) -> Decision:
        values = self._values(record)
        if asset is None:
            asset = Asset(municipality_id=self.layer.municipality_id, layer=self.layer, external_id=record.external_id)
            _set(asset, values)
            return Decision(record, asset, Change.NEW)
        parts = [name for name in COMPARED if getattr(asset, name) != values[name]]
        comes_back = not asset.is_in_use
        _set(asset, values)
        asset.state, asset.removed_at = Asset.State.IN_USE, None
        change = Change.CHANGED if parts or comes_back else Change.SAME
        return Decision(record, asset, change, [part for part in parts if part != "search_text"], comes_back)

    def _values(self, record: Record) -> dict[str, Any]:
        area = places.district_at(record.point, self.layer.municipality) or places.settlement_at(record.point)
        values: dict[str, Any] = {name: getattr(record, name) for name in COMPARED if name != "area_id"}
        return {**values, "area_id": area.pk if area else None}


def _set(asset: Asset, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(asset, name, value)
