"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class PaymentError(DomainError):
    """The payment cannot be started, settled or refunded as asked. ``field`` names what to put right."""


class Untrusted(Exception):
    """What claims to come from the provider cannot be believed; ``code`` says why, for the log and the journal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoAnswer(Exception):
    """The provider did not answer, or not as its protocol says; nothing is known of what was asked."""


class Declined(NoAnswer):
    """The provider answered that it will not do this as it is asked."""
