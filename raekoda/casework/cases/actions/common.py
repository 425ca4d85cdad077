"""What the actions share: the locked case, checked texts, messages, attachments."""

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

SEARCHED_CHARACTERS = 8_000


@contextmanager
def changing(case: Case, verb: Verb, actor: Actor, permission: str = "") -> Iterator[Callable[..., None]]:
    """One change of a case: permission checked, row locked and read anew into ``case``, state checked.

    Gives ``save(*fields)``, which moves the case to the status after ``verb`` and writes it with ``fields``. Whoever comes
    second waits here and is then told what the first one did. Raises ``PermissionDenied``, :class:`TransitionNotAllowed`.
    """
    actor.must(f"cases.{permission or verb.value}", case)

    def save(*fields: str) -> None:
        move(case, verb)
        touch(case, "status", *fields)

    with transaction.atomic():
        lock(case)
        must_allow(case, verb)
        yield save


def must_allow(case: Case, verb: Verb) -> None:
    """Raises :class:`TransitionNotAllowed` when ``verb`` cannot be done to ``case`` in its status."""
    if not rules.allowed(case.status, verb):
        raise TransitionNotAllowed(rules.why_not(case.status, verb))


def move(case: Case, verb: Verb) -> None:
    """Set the status of ``case`` (not saved) to the one after ``verb``. Nothing else sets the status of a case.

    Raises :class:`TransitionNotAllowed`.
    """
    must_allow(case, verb)
    case.status = rules.status_after(case.status, verb, has_official=case.official_id is not None)


def lock(case: Case) -> None:
    """Lock the row until the end of the transaction and read it into ``case``."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(of=("self",), no_key=True).defer("words"))


def touch(case: Case, *fields: str) -> None:
    """Write ``fields`` of a locked case, and when it changed."""
    case.updated_at = clock.now()
    case.save(update_fields=[*fields, "updated_at"])


def journal(action: str, case: Case, actor: Actor, *, reason: str = "", **data: Any) -> None:
    """A line about ``case``: ``cases.<action>``."""
    record(f"cases.{action}", case, actor, reason=reason, **data)


def needed_text(text: str, field: str = "text") -> str:
    """A text that must be there. Raises :class:`CaseError`."""
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


def say(case: Case, kind: str, text: str, actor: Actor) -> Message:
    """Add a message, and its words to those by which staff find the case."""
    message = Message(
        municipality_id=case.municipality_id, case=case, kind=kind, text=text,
        author_id=actor.id if actor.is_staff else None, at=clock.now(),
    )  # fmt: skip
    message.save(force_insert=True)
    more = searchable([(text, "D")], case.language)
    Case.objects.filter(pk=case.pk).update(
        words=Func(F("words"), more, template="%(expressions)s", arg_joiner=" || ", output_field=SearchVectorField())
    )
    return message


def searchable(parts: Sequence[tuple[str, str]], language: str) -> Any:
    """An expression of ``tsvector``: lemmas of texts with their weights."""
    literal = weighted([(text[:SEARCHED_CHARACTERS], weight) for text, weight in parts], language)
    return Func(
        Value(literal, output_field=TextField()),
        template="(%(expressions)s)::tsvector",
        output_field=SearchVectorField(),
    )


@contextmanager
def storing() -> Iterator[list[Attachment]]:
    """Around a transaction: files that :func:`attach` put into the storage go again when it fails."""
    stored: list[Attachment] = []
    try:
        yield stored
    except BaseException:
        discard_files(stored)
        raise


def attach(case: Case, message: Message, files: Sequence[PreparedFile], stored: list[Attachment]) -> None:
    """Keep files that ``core.files`` has made safe; each is noted in ``stored`` (see :func:`storing`)."""
    for file in files:
        stored.append(_stored(case, message, file))
    if stored:
        Attachment.objects.bulk_create(stored)


def discard_files(attachments: Sequence[Attachment]) -> None:
    """Remove stored files from the storage."""
    for attachment in attachments:
        attachment.file.delete(save=False)
        if attachment.thumbnail:
            attachment.thumbnail.delete(save=False)


def _stored(case: Case, message: Message, file: PreparedFile) -> Attachment:
    attachment = Attachment(
        municipality_id=case.municipality_id, case=case, message=message, name=_display_name(file.name),
        content_type=file.content_type, size=len(file.content), width=file.width, height=file.height, at=clock.now(),
    )  # fmt: skip
    ending = PurePath(file.name).suffix.lower()[:10]
    attachment.file.save(f"{attachment.ref}{ending}", ContentFile(file.content), save=False)
    if file.thumbnail:
        attachment.thumbnail.save(f"{attachment.ref}-small.jpg", ContentFile(file.thumbnail), save=False)
    return attachment


def _display_name(name: str) -> str:
    """What people called the file, never used as a path."""
    cleaned = clean_text(name).replace("\n", " ").replace("/", "-").replace("\\", "-")
    return cleaned[-200:] or "file"
