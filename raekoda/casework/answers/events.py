"""Events of published answers for the apps of higher layers."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.answers.models import PublishedAnswer


@dataclass(frozen=True)
class AnswerReleased:
    """An answer was published."""

    answer: PublishedAnswer


@dataclass(frozen=True)
class AnswerWithdrawn:
    """An answer is no longer public."""

    answer: PublishedAnswer
