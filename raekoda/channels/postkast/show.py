"""Letters as pages show them."""

from __future__ import annotations

from typing import Any

from raekoda.channels.postkast import rules
from raekoda.channels.postkast.models import Letter, Template
from raekoda.channels.postkast.troubles import words_of
from raekoda.platform.core.text import plain

State = Letter.State
TONES = {
    State.WAITING: "info", State.UNSENT: "danger", State.TAKEN: "info", State.DELIVERED: "success", State.READ: "success",
    State.FAILED: "danger",
}  # fmt: skip


def with_words(letter: Letter) -> Letter:
    """The letter with ``tone``, ``words`` of its trouble and, where the state mailbox says something unknown, ``said``."""
    letter.tone = TONES[State(letter.state)]  # type: ignore[attr-defined]
    letter.words = words_of(letter.trouble)  # type: ignore[attr-defined]
    letter.said = letter.told if letter.told and not rules.state_of([letter.told]) else ""  # type: ignore[attr-defined]
    return letter


def as_read(template: Template, language: str, values: dict[str, str]) -> dict[str, Any]:
    """Subject and text of a letter as its recipient will read it, as plain text."""
    text = template.text_in(language)
    return {
        "subject": rules.filled(text["subject"], values),
        "text": rules.filled(_plain(text["content"]), values),
        "language": language,
    }


def _plain(content: str) -> str:
    """The content of a template may be HTML."""
    return plain(content) if "<" in content else content
