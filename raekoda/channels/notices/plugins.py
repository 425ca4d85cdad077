"""Registrations with other apps."""

from raekoda.casework.letters.wording import letter_kinds
from raekoda.channels.notices import (
    handlers,  # noqa: F401
    letter_templates,
    permissions,  # noqa: F401
    tasks,  # noqa: F401
)

letter_kinds.register(letter_templates.NOTICE)
letter_kinds.register(letter_templates.CONFIRM)
