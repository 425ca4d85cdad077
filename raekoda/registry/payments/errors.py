"""Errors of payments."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class PaymentError(DomainError):
    """The payment cannot be started, settled or refunded as asked. ``field`` names the form field to correct."""


class UntrustedMessage(Exception):
    """A message that claims to come from the provider is not valid; ``code`` says why, for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProviderUnavailable(Exception):
    """The provider did not answer, or not as its protocol requires; the outcome of the request is unknown."""


class ProviderDeclined(ProviderUnavailable):
    """The provider rejected the request."""
