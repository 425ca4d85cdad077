"""State changes of layers and assets."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import JournalEntry
from raekoda.registry.assets.errors import InvalidFile, LayerInUse
from raekoda.registry.assets.events import LayerChanged
from raekoda.registry.assets.importing.columns import Columns
from raekoda.registry.assets.importing.comparison import COMPARED, Change, Comparison, Decision, Outcome
from raekoda.registry.assets.importing.files import AssetFile
from raekoda.registry.assets.models import Asset, Layer

Progress = Callable[[int], None]
WRITTEN = [name.removesuffix("_id") for name in (*COMPARED, "state", "removed_at")]
STEP = 1_000


@transaction.atomic
def save_layer(layer: Layer, actor: Actor) -> Layer:
    """Save a layer with its attributes and services. Raises ``PermissionDenied``."""
    actor.require("assets.write")
    layer.save()
    journal.record("assets.save_layer", layer, actor, slug=layer.slug, public=layer.is_public)
    emit(LayerChanged(layer))
    return layer


@transaction.atomic
def delete_layer(layer: Layer, actor: Actor) -> None:
    """Delete a layer and its assets. Raises ``PermissionDenied``, and :class:`LayerInUse` when a report refers to one."""
    actor.require("assets.delete")
    journal.record("assets.delete_layer", layer, actor, slug=layer.slug)
    try:
        with transaction.atomic():
            layer.delete()
    except ProtectedError as error:
        raise LayerInUse(
            _("Reports hang on assets of this layer, so it stays. Take it from the public instead.")
        ) from error


def preview_import(layer: Layer, file: AssetFile, columns: Columns) -> Outcome:
    """The outcome of importing ``file`` without writing anything. Raises :class:`InvalidFile`."""
    _check_columns(file, columns)
    return Comparison(layer, file, columns).run()


def import_assets(
    layer: Layer,
    file: AssetFile,
    columns: Columns,
    *,
    actor: Actor,
    may_remove_many: bool = False,
    planned: Outcome | None = None,
    progress: Progress = lambda rows: None,
) -> Outcome:
    """Synchronise the layer with ``file``: assets are added and changed, those missing from the file are marked as removed.

    Runs in batches, each in its own transaction; idempotent, so that an interrupted import can be run again. ``progress``
    is called with the number of processed rows inside each batch's transaction. Rows with errors are skipped and
    reported. Raises ``PermissionDenied`` and :class:`InvalidFile`: for a file that cannot be read, has no valid row, or would
    remove more than half of the layer without ``may_remove_many``. ``planned`` is the outcome of a preceding preview.
    """
    actor.require("assets.write")
    planned = planned or preview_import(layer, file, columns)
    if not planned.good:
        raise InvalidFile(_("No row of the file can be brought in."))
    if planned.removes_many and not may_remove_many:
        raise InvalidFile(
            _("%(removed)d of %(all)d assets are not in the file: more than half would be marked as removed.")
            % {"removed": planned.removed, "all": planned.in_use}
        )
    comparison = Comparison(layer, file, columns)

    def write(decisions: list[Decision]) -> None:
        with transaction.atomic():
            _write(layer, decisions, actor)
            progress(comparison.outcome.rows)

    outcome = comparison.run(write)
    with transaction.atomic():
        _remove(layer, comparison.missing_keys(), actor)
        layer.columns, layer.imported_at = columns.as_json(), clock.now()
        layer.save(update_fields=["columns", "imported_at", "changed_at"])
        journal.record("assets.import", layer, actor, **outcome.counts())
        emit(LayerChanged(layer))
    return outcome


def _check_columns(file: AssetFile, columns: Columns) -> None:
    if file.is_table and (not columns.x or not columns.y or columns.x == columns.y):
        raise InvalidFile(
            _("Say which two columns hold the place: longitude and latitude, or the two numbers of L-EST97.")
        )


def _write(layer: Layer, decisions: list[Decision], actor: Actor) -> None:
    """Write one batch; locks the layer against concurrent imports."""
    Layer.objects.select_for_update().get(pk=layer.pk)
    new = [decision.asset for decision in decisions if decision.change == Change.NEW]
    changed = [decision for decision in decisions if decision.change == Change.CHANGED]
    Asset.objects.bulk_create(new)
    Asset.objects.bulk_update([decision.asset for decision in changed], WRITTEN)
    _journal(
        (
            ("assets.return" if decision.is_restored else "assets.change", decision.asset.pk, {"parts": decision.parts})
            for decision in changed
        ),
        layer,
        actor,
    )


def _remove(layer: Layer, keys: list[int], actor: Actor) -> None:
    """Mark assets as removed; their pages, labels and reports remain."""
    for start in range(0, len(keys), STEP):
        batch = keys[start : start + STEP]
        Asset.objects.filter(pk__in=batch).update(state=Asset.State.REMOVED, removed_at=clock.now())
        _journal((("assets.remove", key, {}) for key in batch), layer, actor)


def _journal(lines: Iterable[tuple[str, int, dict[str, object]]], layer: Layer, actor: Actor) -> None:
    """Write a journal entry for each asset in one statement."""
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=clock.now(),
            municipality_id=layer.municipality_id,
            actor_kind=actor.kind,
            actor_id=actor.id,
            action=action,
            subject_type=Asset._meta.label_lower,
            subject_id=key,
            data=data,
            request_id=actor.request_id,
        )
        for action, key, data in lines
    )
