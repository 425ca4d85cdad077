"""What published answers add to other apps."""

from raekoda.casework.answers import (
    blocks,
    handlers,  # noqa: F401
    permissions,  # noqa: F401
)
from raekoda.registry.services.pages import page_blocks

page_blocks.register(blocks.answers_about)
