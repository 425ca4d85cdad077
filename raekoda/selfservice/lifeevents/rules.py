"""Pure rules of a life event: answers and conditional steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ANSWER = re.compile(r"^([a-z0-9_-]{1,40}):\s*(\S.{0,199})$")
SHOWN_IF = re.compile(r"^[a-z0-9_-]{1,40}=[a-z0-9_-]{1,40}( [a-z0-9_-]{1,40})*$")


class Conditional(Protocol):
    """A step that is visible after certain answers only."""

    shown_if: str


Shown = TypeVar("Shown", bound=Conditional)


def parse_answers(text: str) -> list[tuple[str, str]]:
    """Identifier and label of each answer, one per line; invalid lines are ignored.

    >>> parse_answers("yes: Yes, it is.")
    [('yes', 'Yes, it is.')]
    """
    lines = (ANSWER.match(line.strip()) for line in (text or "").splitlines())
    return [(match[1], match[2].strip()) for match in lines if match]


def validate_answers(text: str) -> None:
    """Validate that every line is an answer with a unique identifier. Raises ``ValidationError``."""
    lines = [line for line in text.splitlines() if line.strip()]
    keys = [key for key, _words in parse_answers(text)]
    if len(keys) != len(lines) or len(set(keys)) != len(keys):
        raise ValidationError(_("Write one answer a line, its identifier first, each once: yes: Yes, it is."))


def validate_shown_if(text: str) -> None:
    """Validate a condition of the form ``question=answer answer``. Raises ``ValidationError``."""
    if not SHOWN_IF.match(text):
        raise ValidationError(_("Write the identifiers of the question and of its answers: registered=no unknown."))


def is_shown(step: Conditional, answers: Mapping[str, str]) -> bool:
    """Whether the step is visible; an unanswered question hides nothing."""
    if not step.shown_if:
        return True
    question, _equals, accepted = step.shown_if.partition("=")
    answer = answers.get(question)
    return answer is None or answer in accepted.split()


def shown_steps(steps: Iterable[Shown], answers: Mapping[str, str]) -> list[Shown]:
    """The visible steps, in order."""
    return [step for step in steps if is_shown(step, answers)]
