"""Writing letters: a template in the reader's language becomes a row and a job, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from raekoda.casework.cases.models import Case
from raekoda.casework.letters import tasks, threads, wording
from raekoda.casework.letters.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

LANGUAGES = ("et", "en", "ru")
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Draft:
    """A letter to write. ``name`` is its template, ``key`` what makes it unique in the municipality."""

    name: str
    key: str
    to: str
    language: str
    context: dict[str, Any] = field(default_factory=dict)
    leave_url: str = ""


def write(case: Case, drafts: Sequence[Draft], *, at_once: bool = True) -> list[Letter]:
    """Keep the letters and, ``at_once``, a job for each; others go with the sweep of the next minute.

    A letter whose key is known already is left as it was.
    """
    drafts = [draft for draft in drafts if draft.to]
    letters = [_letter(case.municipality, draft, at_once, case) for draft in drafts]
    pairs = zip(letters, drafts, strict=True)
    threads.tie(case, [letter for letter, draft in pairs if draft.name not in threads.TO_OTHERS])
    return _keep(letters, at_once)


def write_to(municipality: Municipality, drafts: Sequence[Draft]) -> list[Letter]:
    """As :func:`write`, for letters that are not about a case."""
    return _keep([_letter(municipality, draft, True, None) for draft in drafts if draft.to], True)


def _keep(letters: list[Letter], at_once: bool) -> list[Letter]:
    if letters:
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        if at_once:
            tasks.defer(letters)
    return letters


def _letter(municipality: Municipality, draft: Draft, at_once: bool, case: Case | None) -> Letter:
    subject, text = render(draft.name, draft.language, municipality, {"case": case, **draft.context})
    return Letter(
        municipality=municipality, case=case, key=draft.key, to=draft.to, language=draft.language,
        subject=subject, text=text, leave_url=draft.leave_url, handed_at=clock.now() if at_once else None,
    )  # fmt: skip


def render(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> tuple[str, str]:
    """Subject (one line) and text of the letter ``name`` in ``language``: in the municipality's own words where it has
    written some, else by the template, whose first line is the subject. ``room/name`` is a letter of another room."""
    language = language if language in LANGUAGES else "et"
    own = wording.own(municipality, name, language)
    with override(language):
        if own is not None:
            subject, text = wording.written(own, name, municipality, context)
            return one_line(subject), tidy(text + foot(name, language, municipality, context))
        subject, _, text = built_in(name, language, municipality, context).strip().partition("\n")
    return one_line(subject), tidy(text)


def built_in(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> str:
    """The letter by its template: the subject, then the text and the foot."""
    values = {**context, "municipality": municipality, "language": language}
    return render_to_string(template_of(name, language), values)


def foot(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> str:
    """What ends every letter of the room: links that the reader needs, and who wrote."""
    room = name.rpartition("/")[0]
    values = {**context, "municipality": municipality, "language": language}
    template = get_template(template_of(f"{room}/foot" if room else "foot", language))
    return "\n" + template.template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def template_of(name: str, language: str) -> str:
    """Where the built-in words of a letter stand."""
    room, _, name = name.rpartition("/")
    return f"{room or 'letters'}/letters/{language}/{name}.txt"


def one_line(subject: str) -> str:
    """A subject without line breaks, not longer than the database takes."""
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
