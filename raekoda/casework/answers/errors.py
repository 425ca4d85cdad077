"""Why an action on an answer fails, as translated messages for people."""

from __future__ import annotations

from raekoda.casework.answers.rules import Finding
from raekoda.platform.core.errors import DomainError


class AnswerError(DomainError):
    """The answer cannot be drafted, changed or released. ``field`` names the field to correct, if there is one."""


class PersonalDataLeft(AnswerError):
    """The text contains possible personal data; ``findings`` are their places."""

    def __init__(self, message: str, findings: list[Finding]) -> None:
        super().__init__(message)
        self.findings = findings
