"""What calls add to other apps."""

from raekoda.channels.calls import handlers, permissions  # noqa: F401
