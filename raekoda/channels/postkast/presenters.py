"""Presentation of letters."""

from __future__ import annotations

from typing import Any

from raekoda.channels.postkast import rules
from raekoda.channels.postkast.error_messages import get_error_message
from raekoda.channels.postkast.models import Letter, Template
from raekoda.platform.core.text import plain

State = Letter.State
TONES = {
    State.WAITING: "info", State.UNSENT: "danger", State.TAKEN: "info", State.DELIVERED: "success", State.READ: "success",
    State.FAILED: "danger",
}  # fmt: skip


def present_letter(letter: Letter) -> Letter:
    """Set ``tone``, ``error_message`` and, for an unrecognised status of the state mailbox, ``unknown_status``."""
    letter.tone = TONES[State(letter.state)]  # type: ignore[attr-defined]
    letter.error_message = get_error_message(letter.trouble)  # type: ignore[attr-defined]
    letter.unknown_status = letter.told if letter.told and not rules.latest_state([letter.told]) else ""  # type: ignore[attr-defined]
    return letter


def preview_letter(template: Template, language: str, values: dict[str, str]) -> dict[str, Any]:
    """Subject and plain text of a letter as its recipient will read it."""
    text = template.text_in(language)
    return {
        "subject": rules.fill_placeholders(text["subject"], values),
        "text": rules.fill_placeholders(_plain(text["content"]), values),
        "language": language,
    }


def _plain(content: str) -> str:
    """The content of a template may be HTML."""
    return plain(content) if "<" in content else content
