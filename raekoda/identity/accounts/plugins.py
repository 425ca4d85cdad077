"""What accounts add to other apps."""

from raekoda.identity.accounts import permissions  # noqa: F401
