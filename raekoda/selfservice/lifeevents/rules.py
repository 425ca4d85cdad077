"""What is asked and what is shown on the path of a life event: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ANSWER = re.compile(r"^([a-z0-9_-]{1,40}):\s*(\S.{0,199})$")
SHOWN_IF = re.compile(r"^[a-z0-9_-]{1,40}=[a-z0-9_-]{1,40}( [a-z0-9_-]{1,40})*$")


class Conditional(Protocol):
    """A step that is shown only after some answers."""

    shown_if: str


Shown = TypeVar("Shown", bound=Conditional)


def answers_of(text: str) -> list[tuple[str, str]]:
    """Identifier and words of each answer, one a line; lines that are none are left aside.

    >>> answers_of("yes: Yes, it is.")
    [('yes', 'Yes, it is.')]
    """
    lines = (ANSWER.match(line.strip()) for line in (text or "").splitlines())
    return [(match[1], match[2].strip()) for match in lines if match]


def validate_answers(text: str) -> None:
    """Every line is an answer, no identifier stands twice. Raises ``ValidationError``."""
    lines = [line for line in text.splitlines() if line.strip()]
    keys = [key for key, _words in answers_of(text)]
    if len(keys) != len(lines) or len(set(keys)) != len(keys):
        raise ValidationError(_("Write one answer a line, its identifier first, each once: yes: Yes, it is."))


def validate_shown_if(text: str) -> None:
    """A question and its answers. Raises ``ValidationError``."""
    if not SHOWN_IF.match(text):
        raise ValidationError(_("Write the identifiers of the question and of its answers: registered=no unknown."))


def is_shown(step: Conditional, answers: Mapping[str, str]) -> bool:
    """Whether ``answers`` call for the step; a question that was not answered hides nothing."""
    if not step.shown_if:
        return True
    question, _equals, wanted = step.shown_if.partition("=")
    given = answers.get(question)
    return given is None or given in wanted.split()


def shown_steps(steps: Iterable[Shown], answers: Mapping[str, str]) -> list[Shown]:
    """The steps that ``answers`` call for, in their order."""
    return [step for step in steps if is_shown(step, answers)]
