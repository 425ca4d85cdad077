"""Why somebody was not signed in: a short code for logs and journal; words for people are in ``signin.wording``."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class SignInError(Exception):
    """The sign-in did not succeed. ``code`` names the reason and holds no personal data: "nonce", "cancelled", "level"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TokenError(SignInError):
    """A token of the provider is not what it must be: nothing in it is believed."""


class ProviderSilent(SignInError):
    """The provider did not answer, or not in its own protocol; trying again later may help."""

    def __init__(self, code: str = "silent") -> None:
        super().__init__(code)


class ProviderEnded(SignInError):
    """The provider says that its session is over."""

    def __init__(self, code: str = "ended") -> None:
        super().__init__(code)


class SecondFactorError(DomainError):
    """A second factor of staff was not taken, in words for people (translated)."""
