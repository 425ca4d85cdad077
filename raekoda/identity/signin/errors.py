"""Errors of sign-in: a short code for logs and journal; messages for users are in ``signin.messages``."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class SignInError(Exception):
    """The sign-in failed. ``code`` names the reason without personal data: "nonce", "cancelled", "level"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TokenError(SignInError):
    """A token of the provider is invalid."""


class ProviderUnavailable(SignInError):
    """The provider did not respond, or not by the protocol; a later attempt may succeed."""

    def __init__(self, code: str = "silent") -> None:
        super().__init__(code)


class ProviderSessionEnded(SignInError):
    """The provider's session has ended."""

    def __init__(self, code: str = "ended") -> None:
        super().__init__(code)


class SecondFactorError(DomainError):
    """A second factor was not accepted; the message is shown to the user."""
