"""Permissions of the register."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds, is_writer

is_publisher = holds(frozenset({Role.EDITOR, Role.ADMINISTRATOR}))

rules.add_perm("services.write", is_writer)
rules.add_perm("services.publish", is_publisher)
