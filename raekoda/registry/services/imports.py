"""Imports in the admin: a file is stored, previewed, then written by a task with visible progress."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connections, transaction

from raekoda.identity.accounts.models import User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tables import InvalidTable
from raekoda.platform.core.tenancy import current
from raekoda.registry.services.exchange import importing
from raekoda.registry.services.exchange.importing import Change, Preview
from raekoda.registry.services.models import RegisterImport

State = RegisterImport.State


def create_import(content: bytes, name: str, actor: Actor) -> RegisterImport:
    """Store a file that can be read. Raises ``PermissionDenied`` and ``InvalidTable``."""
    actor.require("services.write")
    preview = importing.preview_file(content, name, current())
    return RegisterImport.objects.create(
        municipality=current(), name=name[:200], content=content, by=actor.user, total=len(preview.rows)
    )


def preview_import(upload: RegisterImport) -> Preview:
    """The changes that the file would make to the register now. Raises ``InvalidTable``."""
    return importing.preview_file(bytes(upload.content), upload.name, upload.municipality)


@transaction.atomic
def start(upload: RegisterImport, actor: Actor) -> bool:
    """Start the task; False when it was started already."""
    actor.require("services.write")
    begun = RegisterImport.objects.filter(pk=upload.pk, state=State.CHECKED).update(state=State.RUNNING, by=actor.user)
    if begun:
        from raekoda.registry.services.tasks import import_file

        import_file.defer(municipality_id=upload.municipality_id, import_id=upload.pk)
    return bool(begun)


def run(key: int) -> None:
    """Write the file into the register in one transaction. When that is no longer possible, the import fails."""
    upload = RegisterImport.objects.filter(pk=key, state=State.RUNNING).select_related("by", "municipality").first()
    if upload is None:
        return
    try:
        preview = preview_import(upload)
    except InvalidTable as error:
        _finish(upload, State.FAILED, {"problems": [str(error)]})
        return
    if not preview.is_valid:
        problems = [f"{row.number}: {problem}" for row in preview.rows for problem in row.problems]
        _finish(upload, State.FAILED, {"problems": problems[:100]})
        return
    total = preview.count(Change.NEW) + preview.count(Change.CHANGED)
    with transaction.atomic():
        counts = importing.apply(preview, _actor(upload.by), lambda done, _total: show_progress(key, done, total))
        _finish(upload, State.DONE, counts)


def show_progress(key: int, done: int, total: int) -> None:
    """Save the progress by a separate connection, visible while the task's transaction is open."""
    connection = connections["default"].copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE services_registerimport SET done = %s, total = %s WHERE id = %s AND state = 'running'",
                [done, total, key],
            )
    finally:
        connection.close()


def _finish(upload: RegisterImport, state: str, outcome: Mapping[str, object]) -> None:
    upload.state, upload.outcome, upload.content = state, outcome, b""
    upload.save(update_fields=["state", "outcome", "content"])


def _actor(user: User | None) -> Actor:
    return Actor.staff(user) if user is not None else Actor.system()
