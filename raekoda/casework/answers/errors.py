"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.casework.answers.rules import Finding
from raekoda.platform.core.errors import DomainError


class AnswerError(DomainError):
    """The answer cannot be drafted, changed or released as it is. ``field`` names what to put right, if one field does."""


class PersonalDataLeft(AnswerError):
    """What seems to be personal data is still in the text; ``findings`` says where."""

    def __init__(self, message: str, findings: list[Finding]) -> None:
        super().__init__(message)
        self.findings = findings
