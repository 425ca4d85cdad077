"""Registrations in Wagtail and in other apps."""

from raekoda.registry.benefits import (
    admin,
    blocks,
    permissions,  # noqa: F401
)
from raekoda.registry.services.pages import page_blocks

admin.register_policies()
page_blocks.register(blocks.benefits_block)
