"""Imports in the admin: a file is stored, previewed, then written by a task with visible progress."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.identity.accounts.models import User
from raekoda.platform.core.actor import Actor
from raekoda.registry.assets import actions
from raekoda.registry.assets.errors import InvalidFile
from raekoda.registry.assets.importing import files
from raekoda.registry.assets.importing.columns import Columns, guess
from raekoda.registry.assets.importing.comparison import Outcome
from raekoda.registry.assets.importing.files import AssetFile
from raekoda.registry.assets.models import Layer, LayerImport

State = LayerImport.State
MAX_ERRORS = 100


def columns_for(layer: Layer, file: AssetFile) -> Columns:
    """The columns confirmed at the last import if this file has them all, otherwise a guess."""
    last = Columns.of(layer.columns, file.headers)
    is_like_last = bool(layer.columns) and last.as_json() == layer.columns
    return (
        last
        if is_like_last
        else guess(
            file.headers, [_as_text(entry.values) for entry in file.sample if not entry.problem], is_table=file.is_table
        )
    )


def _as_text(values: Mapping[str, object]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}


def create_import(layer: Layer, content: bytes, name: str, actor: Actor) -> LayerImport:
    """Store a file that can be read. Raises ``PermissionDenied`` and ``InvalidFile``."""
    actor.require("assets.write")
    file = files.from_bytes(content, name)
    return LayerImport.objects.create(
        municipality_id=layer.municipality_id,
        layer=layer,
        name=name[:200],
        content=content,
        by=actor.user,
        columns=columns_for(layer, file).as_json(),
    )


def open_file(upload: LayerImport) -> AssetFile:
    """The stored file. Raises ``InvalidFile``."""
    return files.from_bytes(bytes(upload.content), upload.name)


def choose_columns(upload: LayerImport, columns: Columns, actor: Actor) -> None:
    """Override the guessed columns. Raises ``PermissionDenied``."""
    actor.require("assets.write")
    upload.columns = columns.as_json()
    upload.save(update_fields=["columns"])


def preview(upload: LayerImport, file: AssetFile) -> Outcome:
    """The outcome of writing the file into the layer now. Raises ``InvalidFile``."""
    outcome = actions.preview_import(upload.layer, file, Columns.of(upload.columns, file.headers))
    LayerImport.objects.filter(pk=upload.pk).update(total=outcome.rows)
    return outcome


def start(upload: LayerImport, actor: Actor, *, may_remove_many: bool = False) -> bool:
    """Start the task; False when it was started already. Raises ``InvalidFile`` while another file is being written."""
    actor.require("assets.write")
    waiting = LayerImport.objects.filter(pk=upload.pk, state=State.CHECKED)
    try:
        with transaction.atomic():
            begun = waiting.update(state=State.RUNNING, by=actor.user, outcome={"may_remove_many": may_remove_many})
            if begun:
                from raekoda.registry.assets.tasks import import_file

                import_file.defer(municipality_id=upload.municipality_id, import_id=upload.pk)
    except IntegrityError as error:
        raise InvalidFile(_("Another file of this layer is being written. Try again when it is done.")) from error
    return bool(begun)


def run(key: int) -> None:
    """Write the file into the layer. When that is no longer possible, the import fails with a message."""
    imports = LayerImport.objects.select_related("layer", "layer__municipality", "by")
    upload = imports.filter(pk=key, state=State.RUNNING).first()
    if upload is None:
        return
    try:
        file = open_file(upload)
        outcome = actions.import_assets(
            upload.layer,
            file,
            Columns.of(upload.columns, file.headers),
            actor=_actor(upload.by),
            may_remove_many=bool(upload.outcome.get("may_remove_many")),
            progress=lambda rows: _show_progress(key, rows),
        )
    except (InvalidFile, PermissionDenied) as error:
        message = (
            str(error) if isinstance(error, InvalidFile) else _("Who began this may not bring in assets any more.")
        )
        _finish(upload, State.FAILED, {"problems": [message]})
        return
    except Exception:
        _finish(
            upload,
            State.FAILED,
            {"problems": [_("The work broke off. What was written stays; bring the file in again.")]},
        )
        raise
    problems = [f"{error.number}: {error.message}" for error in outcome.errors[:MAX_ERRORS]]
    _finish(upload, State.DONE, {**outcome.counts(), "problems": problems})


def _show_progress(key: int, rows: int) -> None:
    LayerImport.objects.filter(pk=key).update(done=rows)


def _finish(upload: LayerImport, state: str, outcome: Mapping[str, object]) -> None:
    upload.state, upload.outcome, upload.content = state, outcome, b""
    upload.save(update_fields=["state", "outcome", "content"])


def _actor(user: User | None) -> Actor:
    return Actor.staff(user) if user is not None else Actor.system()
