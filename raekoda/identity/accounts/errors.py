"""Why a change of members, units or rights is refused."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class AccountError(DomainError):
    """The change is not allowed; the message is shown to the user."""
