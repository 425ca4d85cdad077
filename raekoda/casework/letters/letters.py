"""Writing letters: a template in the reader's language becomes a row and a job, in the transaction of the event."""

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
class LetterDraft:
    """A letter to write. ``name`` is its template, ``key`` is unique in the municipality."""

    name: str
    key: str
    to: str
    language: str
    context: dict[str, Any] = field(default_factory=dict)
    leave_url: str = ""


def write(case: Case, drafts: Sequence[LetterDraft], *, at_once: bool = True) -> list[Letter]:
    """Save the letters and, when ``at_once``, a job for each; others are sent by the job of the next minute.

    A letter whose key exists already is not changed.
    """
    drafts = [draft for draft in drafts if draft.to]
    letters = [_build_letter(case.municipality, draft, at_once, case) for draft in drafts]
    pairs = zip(letters, drafts, strict=True)
    threads.set_headers(case, [letter for letter, draft in pairs if draft.name not in threads.NOT_THREADED])
    return _save(letters, at_once)


def write_without_case(municipality: Municipality, drafts: Sequence[LetterDraft]) -> list[Letter]:
    """Like :func:`write`, for letters that are not about a case."""
    return _save([_build_letter(municipality, draft, True, None) for draft in drafts if draft.to], True)


def _save(letters: list[Letter], at_once: bool) -> list[Letter]:
    """Save the letters and queue them, except those that no person would read: they are saved as skipped, for staff."""
    for letter in letters:
        if threads.takes_no_letter(letter):
            letter.status, letter.handed_at = Letter.Status.SKIPPED, None
    if letters:
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
    queued = [letter for letter in letters if letter.status == Letter.Status.QUEUED]
    if queued and at_once:
        tasks.defer(queued)
    return letters


def _build_letter(municipality: Municipality, draft: LetterDraft, at_once: bool, case: Case | None) -> Letter:
    subject, text = render(draft.name, draft.language, municipality, {"case": case, **draft.context})
    return Letter(
        municipality=municipality, case=case, key=draft.key, to=draft.to, language=draft.language,
        subject=subject, text=text, leave_url=draft.leave_url, handed_at=clock.now() if at_once else None,
    )  # fmt: skip


def render(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> tuple[str, str]:
    """Subject (one line) and text of the letter ``name`` in ``language``: the municipality's own wording when it has one,
    else the template, whose first line is the subject. ``app/name`` is a letter of another app."""
    language = language if language in LANGUAGES else "et"
    own = wording.get_own_wording(municipality, name, language)
    with override(language):
        if own is not None:
            subject, text = wording.render_wording(own, name, municipality, context)
            return one_line(subject), tidy(text + footer(name, language, municipality, context))
        subject, _, text = built_in(name, language, municipality, context).strip().partition("\n")
    return one_line(subject), tidy(text)


def built_in(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> str:
    """The letter by its template: the subject, then the text and the footer."""
    values = {**context, "municipality": municipality, "language": language}
    return render_to_string(template_name(name, language), values)


def footer(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> str:
    """The footer of the app's letters: links that the reader needs, and the sender."""
    app = name.rpartition("/")[0]
    values = {**context, "municipality": municipality, "language": language}
    template = get_template(template_name(f"{app}/foot" if app else "foot", language))
    return "\n" + template.template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def template_name(name: str, language: str) -> str:
    """The template of a letter."""
    app, _, name = name.rpartition("/")
    return f"{app or 'letters'}/letters/{language}/{name}.txt"


def one_line(subject: str) -> str:
    """A subject without line breaks, shortened to the length of the database column."""
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
