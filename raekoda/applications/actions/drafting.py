"""Filling in: what was typed is kept at every step, and goes on where it stopped on any device."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.applications import queries
from raekoda.applications.errors import ApplicationRefused
from raekoda.applications.models import Draft, File
from raekoda.core import clock, journal
from raekoda.core.actor import Actor
from raekoda.forms.models import FormVersion
from raekoda.persons.models import Person

if TYPE_CHECKING:
    from raekoda.core.files import PreparedFile

MOST_FILES = 20
LONGEST_ANSWERS = 200_000


@transaction.atomic
def begin(version: FormVersion, *, person: Person, applicant: Person, by: Actor, language: str = "et") -> Draft:
    """A draft for ``person``, or the one that ``applicant`` has begun already. Raises ``PermissionDenied`` for a person for
    whom they may not act."""
    by.must("applications.apply")
    if by.person_id != applicant.pk or person not in queries.subjects_of(by, applicant):
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
        journal.record("applications.begin", draft, by, form=version.form_id, version=version.number)
    return draft


@transaction.atomic
def save(draft: Draft, answers: dict[str, Any], *, step: str, by: Actor) -> Draft:
    """Keep the answers of one step; those of other steps stay as they are, also when two devices save at once."""
    locked = mine(draft, by)
    locked.data = locked.data | answers
    if len(locked.answers) > LONGEST_ANSWERS:
        raise ApplicationRefused(_("This is more text than an application can hold. Shorten it, or add it as a file."))
    locked.step, locked.saved_at = step, clock.now()
    locked.save(update_fields=["answers", "step", "saved_at"])
    draft.answers, draft.step, draft.saved_at = locked.answers, locked.step, locked.saved_at
    return draft


def add_file(draft: Draft, field: str, prepared: PreparedFile, *, by: Actor) -> File:
    """Keep a file that ``core.files`` has made safe with the answer to ``field``."""
    file = File(
        municipality_id=draft.municipality_id, draft=draft, field=field, name=prepared.name[-200:],
        content_type=prepared.content_type, size=len(prepared.content), at=clock.now(),
    )  # fmt: skip
    stored = ""
    try:
        with transaction.atomic():
            mine(draft, by)
            if File.objects.filter(draft=draft).count() >= MOST_FILES:
                raise ApplicationRefused(
                    _("At most %(most)d files can be added. Remove one to add another.") % {"most": MOST_FILES}, field
                )
            file.file.save(PurePath(prepared.name).name, ContentFile(prepared.content), save=False)
            stored = str(file.file.name)
            file.save(force_insert=True)
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise
    return file


@transaction.atomic
def remove_file(draft: Draft, ref: str, *, by: Actor) -> None:
    """Take a file out of a draft. Removing twice is removing once."""
    mine(draft, by)
    for file in File.objects.filter(draft=draft, ref=ref):
        discard_file(file)


@transaction.atomic
def discard(draft: Draft, *, by: Actor) -> None:
    """Throw a draft away with its files."""
    locked = mine(draft, by)
    journal.record("applications.discard", locked, by)
    delete_draft(locked)


def mine(draft: Draft, by: Actor) -> Draft:
    """The draft, locked, read anew. Raises ``PermissionDenied`` when it is not ``by``'s, and :class:`ApplicationRefused` when
    it has been sent or thrown away meanwhile."""
    found = queries.drafts_of(by).select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is not None:
        return found
    if by.person_id != draft.applicant_id:
        raise PermissionDenied("applications.apply")
    raise ApplicationRefused(_("This application has been sent or thrown away meanwhile, perhaps on another device."))


def delete_draft(draft: Draft) -> None:
    """The draft and its files, in the caller's transaction."""
    for file in draft.files.all():
        discard_file(file)
    draft.delete()


def discard_file(file: File) -> None:
    """The row now, the content after commit."""
    stored = str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(stored))
