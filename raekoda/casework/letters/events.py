"""Events for other apps; handlers run inside the transaction of the action."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.casework.letters.models import Letter


@dataclass(frozen=True)
class LetterBounced:
    """A mail server reported that a letter was not delivered and will not be."""

    letter: Letter
