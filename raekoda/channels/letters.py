"""Writing letters: a template in the reader's language becomes a row and a job, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from raekoda.cases.models import Case
from raekoda.channels import tasks, threads
from raekoda.channels.models import Letter
from raekoda.core import clock
from raekoda.core.models import Municipality

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
    letters = [_letter(case, draft, at_once) for draft in drafts]
    if not letters:
        return []
    threads.tie(
        case, [letter for letter, draft in zip(letters, drafts, strict=True) if draft.name not in threads.TO_OTHERS]
    )
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    if at_once:
        tasks.defer(letters)
    return letters


def _letter(case: Case, draft: Draft, at_once: bool) -> Letter:
    subject, text = render(draft.name, draft.language, case.municipality, {"case": case, **draft.context})
    return Letter(
        municipality_id=case.municipality_id, case=case, key=draft.key, to=draft.to, language=draft.language,
        subject=subject, text=text, leave_url=draft.leave_url, handed_at=clock.now() if at_once else None,
    )  # fmt: skip


def render(name: str, language: str, municipality: Municipality, context: dict[str, Any]) -> tuple[str, str]:
    """Subject (one line) and text of the letter ``name`` in ``language``: the first line of its template is the subject."""
    language = language if language in LANGUAGES else "et"
    with override(language):
        written = render_to_string(
            f"channels/letters/{language}/{name}.txt", {**context, "municipality": municipality, "language": language}
        )
    subject, _, text = written.strip().partition("\n")
    return " ".join(subject.split())[:LONGEST_SUBJECT], _tidy(text)


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
