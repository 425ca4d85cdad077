"""Shared by the actions: the locked case, validated texts, messages, attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchVectorField
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Func, TextField, Value
from django.utils.translation import gettext as _

from raekoda.casework.cases import rules
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Attachment, Case, Message
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.text import clean_text, weighted

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile

MOST_SEARCHED_CHARACTERS = 8_000


@contextmanager
def changing(case: Case, verb: Verb, actor: Actor, permission: str = "") -> Iterator[Callable[..., None]]:
    """One change of a case: check permission, lock and reload the row into ``case``, check the state.

    Yields ``save(*fields)``, which sets the status after ``verb`` and writes it with ``fields``. Concurrent changes wait
    for the lock and then see the new state. Raises ``PermissionDenied``, :class:`TransitionNotAllowed`.
    """
    actor.require(f"cases.{permission or verb.value}", case)

    def save(*fields: str) -> None:
        set_status(case, verb)
        touch(case, "status", *fields)

    with transaction.atomic():
        lock(case)
        require_allowed(case, verb)
        yield save


def require_allowed(case: Case, verb: Verb) -> None:
    """Raises :class:`TransitionNotAllowed` when ``verb`` is not allowed for ``case`` in its status."""
    if not rules.is_allowed(case.status, verb):
        raise TransitionNotAllowed(rules.reason_not_allowed(case.status, verb))


def set_status(case: Case, verb: Verb) -> None:
    """Set the status of ``case`` (not saved) to the one after ``verb``. The only function that sets the status of a case.

    Raises :class:`TransitionNotAllowed`.
    """
    require_allowed(case, verb)
    case.status = rules.status_after(case.status, verb)


def lock(case: Case) -> None:
    """Lock the row until the end of the transaction and reload ``case``."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(of=("self",), no_key=True).defer("words"))


def touch(case: Case, *fields: str) -> None:
    """Write ``fields`` of a locked case, and the time of the change."""
    case.updated_at = clock.now()
    case.save(update_fields=[*fields, "updated_at"])


def journal(action: str, case: Case, actor: Actor, *, reason: str = "", **data: Any) -> None:
    """Write a line about ``case`` to the journal: ``cases.<action>``."""
    record(f"cases.{action}", case, actor, reason=reason, **data)


def require_text(text: str, field: str = "text") -> str:
    """The cleaned text. Raises :class:`CaseError` when it is empty or too long."""
    text = clean_text(text)
    if not text:
        raise CaseError(_("Write a few words: this cannot be empty."), field)
    if len(text) > rules.LONGEST_TEXT:
        raise CaseError(
            _("The text is too long: at most %(limit)s characters. Add the rest as a file.")
            % {"limit": rules.LONGEST_TEXT},
            field,
        )
    return text


def add_message(case: Case, kind: str, text: str, actor: Actor) -> Message:
    """Add a message, and its words to the search vector of the case."""
    message = Message(
        municipality_id=case.municipality_id, case=case, kind=kind, text=text,
        author_id=actor.id if actor.is_staff else None, at=clock.now(),
    )  # fmt: skip
    message.save(force_insert=True)
    more = search_vector([(text, "D")], case.language)
    Case.objects.filter(pk=case.pk).update(
        words=Func(F("words"), more, template="%(expressions)s", arg_joiner=" || ", output_field=SearchVectorField())
    )
    return message


def search_vector(parts: Sequence[tuple[str, str]], language: str) -> Any:
    """A ``tsvector`` expression: lemmas of texts with their weights."""
    literal = weighted([(text[:MOST_SEARCHED_CHARACTERS], weight) for text, weight in parts], language)
    return Func(
        Value(literal, output_field=TextField()),
        template="(%(expressions)s)::tsvector",
        output_field=SearchVectorField(),
    )


@contextmanager
def discarding_files_on_error() -> Iterator[list[Attachment]]:
    """Around a transaction: deletes the files stored by :func:`attach` when it fails."""
    stored: list[Attachment] = []
    try:
        yield stored
    except BaseException:
        delete_files(stored)
        raise


def attach(case: Case, message: Message, files: Sequence[PreparedFile], stored: list[Attachment]) -> None:
    """Store files sanitised by ``core.files``; each is appended to ``stored`` (see :func:`discarding_files_on_error`)."""
    for file in files:
        stored.append(_store_attachment(case, message, file))
    if stored:
        Attachment.objects.bulk_create(stored)


def delete_files(attachments: Sequence[Attachment]) -> None:
    """Delete the files of attachments from the storage."""
    for attachment in attachments:
        attachment.file.delete(save=False)
        if attachment.thumbnail:
            attachment.thumbnail.delete(save=False)


def _store_attachment(case: Case, message: Message, file: PreparedFile) -> Attachment:
    attachment = Attachment(
        municipality_id=case.municipality_id, case=case, message=message, name=_clean_display_name(file.name),
        content_type=file.content_type, size=len(file.content), width=file.width, height=file.height, at=clock.now(),
    )  # fmt: skip
    ending = PurePath(file.name).suffix.lower()[:10]
    attachment.file.save(f"{attachment.ref}{ending}", ContentFile(file.content), save=False)
    if file.thumbnail:
        attachment.thumbnail.save(f"{attachment.ref}-small.jpg", ContentFile(file.thumbnail), save=False)
    return attachment


def _clean_display_name(name: str) -> str:
    """The name that people gave the file, never used as a path."""
    cleaned = clean_text(name).replace("\n", " ").replace("/", "-").replace("\\", "-")
    return cleaned[-200:] or "file"
