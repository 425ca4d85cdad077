"""Drafts: answers are saved at every step and can be continued on any device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.registry.forms.filling import file_answer
from raekoda.registry.forms.kinds.files import Files, is_stored_file
from raekoda.registry.forms.models import FormVersion
from raekoda.selfservice.applications import queries
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Draft, File

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile

MAX_FILES = 20
MAX_ANSWERS_LENGTH = 200_000


@transaction.atomic
def begin(version: FormVersion, *, person: Person, applicant: Person, actor: Actor, language: str = "et") -> Draft:
    """Start a draft for ``person`` or return the existing one. Raises ``PermissionDenied`` for a person whom the applicant may
    not represent."""
    actor.require("applications.apply")
    if actor.person_id != applicant.pk or person not in queries.possible_subjects(actor, applicant):
        raise PermissionDenied("applications.apply")
    now = clock.now()
    draft, is_new = Draft.objects.get_or_create(
        applicant=applicant, person=person, form=version.form,
        defaults={
            "municipality_id": version.municipality_id, "version": version, "language": language,
            "started_at": now, "saved_at": now,
        },
    )  # fmt: skip
    if is_new:
        journal.record("applications.begin", draft, actor, form=version.form_id, version=version.number)
    return draft


@transaction.atomic
def save(draft: Draft, answers: dict[str, Any], *, step: str, actor: Actor) -> Draft:
    """Save the answers of one step; answers of other steps are unchanged, also with concurrent saves."""
    locked = lock_draft(draft, actor)
    _write(draft, locked, answers, step)
    return draft


def save_step(
    draft: Draft, answers: dict[str, Any], new_files: Mapping[str, Sequence[PreparedFile]], *, step: str, actor: Actor
) -> Draft:
    """Save the answers of one step with new sanitised files by question; files that were removed from ``answers`` are deleted.
    Files added concurrently on another device are retained.

    Raises :class:`ApplicationError` when the file limit is exceeded; the answers and the files within the limit are saved.
    """
    stored: list[str] = []
    left_out = ""
    try:
        with transaction.atomic():
            locked = lock_draft(draft, actor)
            merged = dict(answers)
            count = locked.files.count()
            for field in _file_fields(draft, answers, new_files):
                gone = _refs(draft.data.get(field)) - _refs(answers.get(field))
                merged[field] = [file for file in _files(locked.data.get(field)) if file["ref"] not in gone]
                for prepared in new_files.get(field, ()):
                    if count >= MAX_FILES:
                        left_out = field
                        break
                    file = _store(locked, field, prepared, stored)
                    merged[field].append(file_answer(file.ref, prepared))
                    count += 1
                merged[field] = merged[field] or None
            _write(draft, locked, merged, step)
            named = {ref for answer in locked.data.values() for ref in _refs(answer)}
            for file in locked.files.exclude(ref__in=named):
                delete_file(file)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    if left_out:
        raise ApplicationError(
            _("At most %(most)d files can be added. Remove one to add another.") % {"most": MAX_FILES}, left_out
        )
    return draft


@transaction.atomic
def discard(draft: Draft, *, actor: Actor) -> None:
    """Delete a draft with its files."""
    locked = lock_draft(draft, actor)
    journal.record("applications.discard", locked, actor)
    delete_draft(locked)


def lock_draft(draft: Draft, actor: Actor) -> Draft:
    """The locked and refreshed draft. Raises ``PermissionDenied`` for a draft of another person, and :class:`ApplicationError`
    when it was sent or deleted meanwhile."""
    found = queries.visible_drafts(actor).select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is not None:
        return found
    if actor.person_id != draft.applicant_id:
        raise PermissionDenied("applications.apply")
    raise ApplicationError(_("This application has been sent or thrown away meanwhile, perhaps on another device."))


def delete_draft(draft: Draft) -> None:
    """Delete the draft and its files, inside the caller's transaction."""
    for file in draft.files.all():
        delete_file(file)
    draft.delete()


def delete_file(file: File) -> None:
    """Delete the row now and the stored content after commit."""
    stored = str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(stored))


def _write(draft: Draft, locked: Draft, answers: dict[str, Any], step: str) -> None:
    """Merge ``answers`` into the row and copy the result to the caller's ``draft``."""
    locked.data = locked.data | answers
    if len(locked.answers) > MAX_ANSWERS_LENGTH:
        raise ApplicationError(_("This is more text than an application can hold. Shorten it, or add it as a file."))
    locked.step, locked.saved_at = step, clock.now()
    locked.save(update_fields=["answers", "step", "saved_at"])
    draft.answers, draft.step, draft.saved_at = locked.answers, locked.step, locked.saved_at


def _store(draft: Draft, field: str, prepared: PreparedFile, stored: list[str]) -> File:
    file = File(
        municipality_id=draft.municipality_id, draft=draft, field=field, name=prepared.name[-200:],
        content_type=prepared.content_type, size=len(prepared.content), at=clock.now(),
    )  # fmt: skip
    file.file.save(PurePath(prepared.name).name, ContentFile(prepared.content), save=False)
    stored.append(str(file.file.name))
    file.save(force_insert=True)
    return file


def _file_fields(draft: Draft, *mappings: Mapping[str, Any]) -> list[str]:
    """Keys of the file questions among ``mappings``."""
    asked = draft.version.parsed.fields
    return [
        key
        for key in dict.fromkeys(key for mapping in mappings for key in mapping)
        if key in asked and asked[key].kind == Files.name
    ]


def _files(answer: Any) -> list[dict[str, Any]]:
    return [file for file in answer if is_stored_file(file)] if isinstance(answer, list) else []


def _refs(answer: Any) -> set[str]:
    return {file["ref"] for file in _files(answer)}
