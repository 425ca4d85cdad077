"""What the room tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.answers.models import PublishedAnswer


@dataclass(frozen=True)
class AnswerReleased:
    """An answer can be read and found by anyone from now on."""

    answer: PublishedAnswer


@dataclass(frozen=True)
class AnswerWithdrawn:
    """An answer is no longer public."""

    answer: PublishedAnswer
