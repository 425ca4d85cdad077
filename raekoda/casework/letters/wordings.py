"""Staff change the words of letters: what stands there now, a preview, keeping, and the way back to the built-in words."""

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
    """Subject and text of the built-in letter with ``{names}`` where it has values, as a start for own words."""
    with override(language):
        context = kind.specimen()
        written = letters.built_in(kind.name, language, municipality, context)
        ending = letters.foot(kind.name, language, municipality, context)
        values = wording.values_of(kind, municipality, context)
    text = written.strip().removesuffix(ending.strip()).strip()
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
        if value and name not in ("phone", "municipality"):
            text = text.replace(value, f"{{{name}}}")
    subject, _, body = text.partition("\n")
    return letters.one_line(subject), letters.tidy(body)


def preview(kind: LetterKind, language: str, municipality: Municipality, subject: str, body: str) -> tuple[str, str]:
    """A made-up letter in these words, as a resident would get it."""
    draft = Wording(municipality=municipality, name=kind.name, language=language, subject=subject, body=body)
    with override(language):
        context = kind.specimen()
        line, text = wording.written(draft, kind.name, municipality, context)
        ending = letters.foot(kind.name, language, municipality, context)
    return letters.one_line(line), letters.tidy(f"{text}\n{ending}")


@transaction.atomic
def keep(
    kind: LetterKind, language: str, *, municipality: Municipality, subject: str, body: str, actor: Actor
) -> Wording:
    """Letters of this kind and language go out in these words from now on. Raises :class:`wording.WordingError`."""
    actor.must("channels.word")
    subject, body = letters.one_line(subject), letters.tidy(body)
    wording.check(kind, subject, body)
    kept, _ = Wording.objects.update_or_create(
        municipality=municipality, name=kind.name, language=language,
        defaults={"subject": subject, "body": body, "changed_by": actor.user},
    )  # fmt: skip
    record("channels.keep_wording", kept, actor, letter=kind.name, language=language)
    return kept


@transaction.atomic
def go_back(kind: LetterKind, language: str, *, municipality: Municipality, actor: Actor) -> None:
    """Letters of this kind and language go out in the built-in words again."""
    actor.must("channels.word")
    for kept in Wording.objects.filter(municipality=municipality, name=kind.name, language=language):
        record("channels.drop_wording", kept, actor, letter=kind.name, language=language)
        kept.delete()
