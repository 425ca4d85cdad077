"""What notices add to other apps."""

from raekoda.casework.letters.wording import letter_kinds
from raekoda.channels.notices import (
    handlers,  # noqa: F401
    kinds,
    permissions,  # noqa: F401
    tasks,  # noqa: F401
)

letter_kinds.register(kinds.NOTICE)
letter_kinds.register(kinds.CONFIRM)
