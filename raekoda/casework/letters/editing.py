"""Editing the wording of letters: the current text, a preview, saving, and resetting to the built-in text."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import override

from raekoda.casework.letters import letters, wording
from raekoda.casework.letters.models import Wording
from raekoda.casework.letters.wording import LetterKind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality


def built_in(kind: LetterKind, language: str, municipality: Municipality) -> tuple[str, str]:
    """Subject and text of the built-in letter with placeholders instead of values, as a start for an own wording."""
    with override(language):
        context = kind.sample_context()
        written = letters.built_in(kind.name, language, municipality, context)
        ending = letters.footer(kind.name, language, municipality, context)
        values = wording.placeholder_values(kind, municipality, context)
    text = written.strip().removesuffix(ending.strip()).strip()
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
        if value and name not in ("phone", "municipality"):
            text = text.replace(value, f"{{{name}}}")
    subject, _, body = text.partition("\n")
    return letters.one_line(subject), letters.tidy(body)


def preview(kind: LetterKind, language: str, municipality: Municipality, subject: str, body: str) -> tuple[str, str]:
    """A sample letter with this wording, as a resident would get it."""
    draft = Wording(municipality=municipality, name=kind.name, language=language, subject=subject, body=body)
    with override(language):
        context = kind.sample_context()
        line, text = wording.render_wording(draft, kind.name, municipality, context)
        ending = letters.footer(kind.name, language, municipality, context)
    return letters.one_line(line), letters.tidy(f"{text}\n{ending}")


@transaction.atomic
def save_wording(
    kind: LetterKind, language: str, *, municipality: Municipality, subject: str, body: str, actor: Actor
) -> Wording:
    """Use this wording for letters of this kind and language. Raises :class:`wording.WordingError`."""
    actor.require("channels.word")
    subject, body = letters.one_line(subject), letters.tidy(body)
    wording.validate(kind, subject, body)
    stored, _ = Wording.objects.update_or_create(
        municipality=municipality, name=kind.name, language=language,
        defaults={"subject": subject, "body": body, "changed_by": actor.user},
    )  # fmt: skip
    record("channels.keep_wording", stored, actor, letter=kind.name, language=language)
    return stored


@transaction.atomic
def reset_wording(kind: LetterKind, language: str, *, municipality: Municipality, actor: Actor) -> None:
    """Use the built-in text for letters of this kind and language again."""
    actor.require("channels.word")
    for stored in Wording.objects.filter(municipality=municipality, name=kind.name, language=language):
        record("channels.drop_wording", stored, actor, letter=kind.name, language=language)
        stored.delete()
