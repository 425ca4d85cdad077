"""What accounts add to other apps."""

from raekoda.identity.accounts import invitation_models, permissions  # noqa: F401
